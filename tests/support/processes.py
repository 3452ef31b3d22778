"""Other processes, for tests of what happens between them."""

import ctypes
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from powderapp.embedded.processes import postmaster_lives, postmaster_pid

SUBREAPER = 36
ROOT = Path(__file__).parents[2]


def python(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Another Python that runs `code`; its lines are read from `stdout`."""
    command = [sys.executable, "-u", "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def as_user(uid: int, work: Callable[[], Any]) -> Any:
    """The result of `work` in a forked child that is user `uid`; an error in it is returned, not raised."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_exit(uid, work, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        result = pickle.loads(answer.read())
    os.waitpid(child, 0)
    return result


def _work_and_exit(uid: int, work: Callable[[], Any], writer: int) -> None:
    result: Any = None
    try:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
        result = work()
    except BaseException as error:
        result = error
    finally:
        with os.fdopen(writer, "wb") as answer:
            answer.write(pickle.dumps(result))
        os._exit(0)


def keep_orphans() -> None:
    """Orphans become our children, and zombies when they die: as in a container whose first process reaps nothing."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def kill_postmaster(cluster: Path) -> int:
    """kill -9; the number it had."""
    pid = postmaster_pid(cluster)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while postmaster_lives(cluster):
        time.sleep(0.005)
    return pid
