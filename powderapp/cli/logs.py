"""Where the log goes: LOG_FILE, else the terminal."""

import logging

from powderapp.config import Settings

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def log_to(settings: Settings) -> str:
    """Send what the app tells to its log; returns what gunicorn calls that place."""
    if settings.log_file:
        settings.log_file.parent.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(filename=settings.log_file, level=logging.WARNING, format=FORMAT)
    logging.getLogger("powderapp").setLevel(logging.INFO)
    return str(settings.log_file or "-")
