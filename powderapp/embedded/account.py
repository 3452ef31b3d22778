"""Whom the server runs as: PostgreSQL refuses root, so a child of root runs as an ordinary account."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from powderapp.embedded.errors import EmbeddedError

ORDINARY_ACCOUNTS = ("powderapp", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of the machine; `switch` tells that a child process must change to it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def for_child(self) -> dict[str, Any]:
        """Arguments for `subprocess` that make the child run as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def may_pass(self, folder: Path) -> bool:
        """Whether this account may walk through `folder`."""
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        return bool(status.st_mode & (0o010 if status.st_gid == self.gid else 0o001))

    def may_reach(self, path: Path) -> bool:
        """Whether this account may walk through every parent of `path` that exists."""
        return not self.switch or all(self.may_pass(parent) for parent in path.parents if parent.exists())


def account_for(data: Path) -> Account:
    """Who runs the server of `data`: whoever we are; for root the owner of the folder, else an ordinary account."""
    if os.geteuid() != 0:
        return _ourselves(data)
    if data.exists() and data.stat().st_uid != 0:
        return _known(data.stat().st_uid, data.stat().st_gid)
    for name in ORDINARY_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid, switch=True)
    raise EmbeddedError("PostgreSQL does not run as root and this machine has no account 'powderapp' or 'nobody'.")


def _ourselves(data: Path) -> Account:
    me = _known(os.geteuid(), os.getegid(), switch=False)
    if data.exists() and data.stat().st_uid != me.uid:
        owner = _known(data.stat().st_uid, data.stat().st_gid).name
        raise EmbeddedError(f"The database in {data} belongs to {owner}, not to {me.name}: start PowderApp as {owner}.")
    return me


def _known(uid: int, gid: int, switch: bool = True) -> Account:
    try:
        return Account(pwd.getpwuid(uid).pw_name, uid, gid, switch)
    except KeyError:
        return Account(f"user {uid}", uid, gid, switch)
