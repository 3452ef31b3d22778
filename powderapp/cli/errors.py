"""Errors that are a sentence for a person."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from powderapp.base.setup_errors import SetupError

P = ParamSpec("P")
T = TypeVar("T")


class CommandError(SetupError):
    """A command cannot do its work."""


def in_one_sentence(command: Callable[P, T]) -> Callable[P, T]:
    """Turn trouble that people can mend into one line on stderr and exit code 1, without a traceback."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except SetupError as trouble:
            raise click.ClickException(str(trouble)) from trouble

    return told
