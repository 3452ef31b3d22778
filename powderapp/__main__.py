"""`python -m powderapp` is the same as `powderapp`."""

from powderapp.cli import main

main()
