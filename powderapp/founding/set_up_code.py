"""The code that opens the set-up page once: `ADMIN_PIN`, or one made at the first start. Ten tries, then a new one."""

import hashlib
import hmac
import logging
import os
from pathlib import Path

from powderapp.base.secret_files import read_or_make
from powderapp.config import Settings

TRIES = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
log = logging.getLogger(__name__)


def set_up_code(settings: Settings) -> str:
    """`ADMIN_PIN`, else eight characters that belong to the secret in `storage/secrets`."""
    if settings.admin_pin:
        return settings.admin_pin
    digest = hashlib.sha256(read_or_make(settings.secrets_dir, "SETUP_SECRET").encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:8])


def tell_code(settings: Settings) -> None:
    """Write a made-up code to the log, where only who runs the shop's computer reads it."""
    if not settings.admin_pin:
        log.warning("The set-up code is %s", set_up_code(settings))


def opens(settings: Settings, typed: str) -> bool:
    """Whether `typed` is the code. Every try is written down before it is looked at."""
    if tries_left(settings) <= 0:
        return False
    _count_try(settings)
    plain = typed.strip().upper().replace("-", "").replace(" ", "")
    code = set_up_code(settings).upper().replace("-", "").replace(" ", "")
    return hmac.compare_digest(plain.encode(), code.encode())


def tries_left(settings: Settings) -> int:
    """How often this code may still be tried; a new `ADMIN_PIN` starts afresh."""
    path = _tries(settings)
    return TRIES - (path.stat().st_size if path.exists() else 0)


def _count_try(settings: Settings) -> None:
    path = _tries(settings)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, b".")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _tries(settings: Settings) -> Path:
    digest = hashlib.sha256(f"{settings.secret_key}{set_up_code(settings)}".encode()).hexdigest()
    return settings.secrets_dir / f"setup_tries_{digest[:8]}"
