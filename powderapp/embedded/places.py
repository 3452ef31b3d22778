"""Where data, programs and socket stand: reachable for the server's account, private to it, short enough."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from powderapp.embedded import binaries
from powderapp.embedded.account import Account, account_for
from powderapp.embedded.binaries import Binaries
from powderapp.embedded.errors import EmbeddedError

SHARED_HOME = Path("/var/lib/powderapp")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_BYTES = 103 if sys.platform == "darwin" else 107
Say = Callable[[str], None]


@dataclass(frozen=True)
class Place:
    """`data` holds the cluster (`pg`), its socket (`run`) and its log; programs run as `account`."""

    data: Path
    account: Account
    programs: Binaries

    @property
    def cluster(self) -> Path:
        """The data directory of PostgreSQL."""
        return self.data / "pg"

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.data / "server.log"


def locate(data: Path, say: Say) -> Place:
    """Decide where the server of `data` lives; says so in one line when that is not where it was asked for."""
    data = data.resolve()
    home, account = elsewhere(data), account_for(data)
    if not account.may_reach(data):
        say(f"PostgreSQL cannot pass the folders above {data}: its data is in {home}.")
        data = home / "database"
        account = account_for(data)
    return Place(data, account, Binaries(_programs(account, home), account))


def elsewhere(data: Path) -> Path:
    """Where data and programs go that the server's account cannot reach where they are: named after `data`."""
    return SHARED_HOME / hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]


def _programs(account: Account, home: Path) -> Path:
    source = binaries.installed()
    if not account.switch or (account.may_reach(source) and binaries.runnable(source, account)):
        return source
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    return binaries.copied(source, home)


def prepare(place: Place) -> None:
    """Make the data folder, private to the server's account. Errors: EmbeddedError when it is another's."""
    try:
        _private(place.data, place.account)
    except PermissionError:
        raise EmbeddedError(f"No right to write {place.data}: start PowderApp as the owner of its folder.") from None
    if place.cluster.exists() and place.cluster.stat().st_uid != place.account.uid:
        raise EmbeddedError(f"{place.cluster} does not belong to {place.account.name}: give it back with chown -R.")


def _private(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account.switch:
        os.chown(folder, account.uid, account.gid)
    if folder.stat().st_mode & 0o777 != 0o700:
        folder.chmod(0o700)


def socket_folder(place: Place) -> Path:
    """A private folder for the socket whose path fits the system's limit, made when it is not there."""
    short = f"powderapp-{hashlib.sha256(str(place.data).encode()).hexdigest()[:12]}"
    homes = [os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir()]
    for folder in [place.data / "run", *(Path(home) / short for home in homes if home)]:
        if _usable(folder) and place.account.may_reach(folder):
            return _checked(folder, place.account)
    raise EmbeddedError(
        f"The path of the database's socket is longer than {SOCKET_BYTES} bytes: set STORAGE_DIR or TMPDIR shorter."
    )


def _usable(folder: Path) -> bool:
    """Short enough for the system; a comma would separate two hosts in an address."""
    return len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_BYTES and "," not in str(folder)


def _checked(folder: Path, account: Account) -> Path:
    """Nobody else may have put a folder or link under the name we would use."""
    if not folder.exists():
        _private(folder, account)
    if folder.is_symlink() or folder.stat().st_uid != account.uid:
        raise EmbeddedError(f"{folder} belongs to another: remove it, PowderApp needs it for the database's socket.")
    return folder


def write_private(path: Path, text: str, account: Account) -> None:
    """Write a file of the server's account in one step, following no link that stands in the way."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        if account.switch:
            os.fchown(descriptor, account.uid, account.gid)
        file.write(text)
    draft.rename(path)
