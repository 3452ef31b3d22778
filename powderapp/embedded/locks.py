"""Who may begin, and who still uses the server: two locks beside the data that the kernel frees by itself.

The *begin* lock is held while a server is begun or stopped. Everyone who uses the server holds the *users* lock
shared: the last one out stops it, and a process that was killed no longer counts.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from powderapp.embedded.errors import EmbeddedError


@contextmanager
def begin(data: Path) -> Iterator[None]:
    """Only one process at a time begins or stops the server of `data`; the others wait."""
    descriptor = _locked(data.with_name(f"{data.name}.lock"), fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


class Use:
    """A mark that this process uses the server of `data`; gone when the process is."""

    def __init__(self, data: Path) -> None:
        self._descriptor = _locked(data.with_name(f"{data.name}.users"), fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether nobody else uses the server. Call it under `begin`."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            return False
        return True

    def leave(self) -> None:
        """Use it no more."""
        os.close(self._descriptor)


def _locked(path: Path, kind: int) -> int:
    """Lock the file that stands under `path` *after* the lock is ours: a test run may have swept the folder."""
    while True:
        descriptor = _opened(path)
        fcntl.flock(descriptor, kind)
        try:
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        except FileNotFoundError:
            pass
        os.close(descriptor)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError:
        raise EmbeddedError(f"No right to write {path}: start PowderApp as the owner of {path.parent}.") from None
