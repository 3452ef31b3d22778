"""Refuses a server of ours that would lose acknowledged work."""

from collections.abc import Collection

from powderapp.base.durability import unsafe_settings
from powderapp.embedded.errors import EmbeddedError


def refuse_unsafe(url: str, allowed: Collection[str] = ()) -> None:
    """EmbeddedError when a setting is not safe; `allowed` ones are not asked about (tests)."""
    found = {name: value for name, value in unsafe_settings(url).items() if name not in allowed}
    if found:
        said = ", ".join(f"{name} is {value}" for name, value in found.items())
        raise EmbeddedError(
            f"The database is not safe against a power cut ({said}): remove that setting and start again."
        )
