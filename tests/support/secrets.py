"""Passwords and PINs of tests cost next to nothing; `tests/people/test_hashing.py` asks what they cost in a shop."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from powderapp.people import hashing


@pytest.fixture(scope="session", autouse=True)
def _cheap_secrets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(hashing, "PIN_COST", 2)
        yield
