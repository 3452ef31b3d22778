"""The browser of the tests: the system's Chromium; `python -m tests.support.chromium` installs one where none is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def executable() -> str | None:
    """The system's browser; None means the one Playwright installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _install() -> None:
    """From the system's packages where we may, else as Playwright does."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=environment)
    if executable() is None:
        subprocess.run([Path(sys.executable).with_name("playwright"), "install", "chromium"], check=True)


if __name__ == "__main__" and executable() is None:
    _install()
