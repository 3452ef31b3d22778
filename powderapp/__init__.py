"""PowderApp runs a powder coating shop."""
