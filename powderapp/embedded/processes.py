"""Is a server alive? Never by its number alone: a number is given again, and a dead child keeps its own as a zombie."""

import os
import subprocess
from pathlib import Path

PROC = Path("/proc")


def postmaster_pid(cluster: Path) -> int | None:
    """The number in the cluster's own lock file, if there is one."""
    try:
        return int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def postmaster_lives(cluster: Path) -> bool:
    """Whether the number in the lock file is a live server of this very cluster."""
    pid = postmaster_pid(cluster)
    if pid is None or not PROC.exists():
        return pid is not None and _is_postgres_by_ps(pid)
    return _works_in(PROC / str(pid), cluster.stat())


def at_work_in(cluster: Path) -> set[int]:
    """Live PostgreSQL processes of this cluster: all of them have its folder as their working folder."""
    if not PROC.exists():
        pid = postmaster_pid(cluster)
        return {pid} if pid and _is_postgres_by_ps(pid) else set()
    wanted = cluster.stat()
    return {int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit() and _works_in(entry, wanted)}


def _works_in(entry: Path, wanted: os.stat_result) -> bool:
    """A zombie has no working folder any more; another user's process shows us none."""
    try:
        return (entry / "comm").read_text().strip() == "postgres" and os.path.samestat((entry / "cwd").stat(), wanted)
    except OSError:
        return False


def _is_postgres_by_ps(pid: int) -> bool:
    shown = subprocess.run(
        ["/bin/ps", "-p", str(pid), "-o", "stat=,comm="], capture_output=True, text=True
    ).stdout.split()
    return bool(shown) and not shown[0].startswith("Z") and shown[-1].endswith("postgres")
