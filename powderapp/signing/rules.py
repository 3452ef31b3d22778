"""How long a wrong PIN makes wait, what a second step is made of, and what is worth keeping of a report."""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import pyotp

FREE_TRIES, MOST_TRIES = 5, 10
WAITS = [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240, 480)]
STEP_SECONDS, DRIFT = 30, 1
RECOVERY_CODES, RECOVERY_LETTERS = 10, 16


def wait_after(wrong: int) -> timedelta | None:
    """How long nothing is looked at after that many wrong PINs in a row; None: until a supervisor unlocks it."""
    if wrong >= MOST_TRIES:
        return None
    return WAITS[wrong - FREE_TRIES] if wrong >= FREE_TRIES else timedelta(0)


def network_of(address: str) -> str:
    """Who counts as one address: an IPv4 address, but all of an IPv6 /64, which one household has to itself."""
    try:
        return str(ip_network((address, 64), strict=False)) if ip_address(address).version == 6 else address
    except ValueError:
        return "unknown"


def totp_secret(nonce: bytes, pepper: str) -> str:
    """What the phone keeps: 160 bits as base32, made from `nonce` and a pepper that is in no dump."""
    return b32encode(hmac.digest(pepper.encode(), b"second step" + nonce, "sha256")[:20]).decode()


def step_of(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The step of half a minute whose code this is, one early or late; None: wrong, or used already (`last_step`)."""
    totp, this = pyotp.TOTP(secret, interval=STEP_SECONDS), int(now.timestamp()) // STEP_SECONDS
    fresh = [step for step in range(this - DRIFT, this + DRIFT + 1) if last_step is None or step > last_step]
    typed = "".join(code.split()).encode()
    return next((step for step in fresh if hmac.compare_digest(totp.generate_otp(step).encode(), typed)), None)


def qr_path(rows: Iterable[Iterable[int]]) -> str:
    """The dark squares of a QR code as the path of an SVG, one unit each."""
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)


def blocked(report: Any) -> list[tuple[str, str]]:
    """Directive and blocked origin of each violation in what a browser sent; what is no report holds none.

    Of an address only scheme, host and port are kept, of anything else its word (`inline`, `eval`, `data`).
    """
    sent = report if isinstance(report, list) else [report]
    bodies = [one.get("csp-report") or one.get("body") for one in sent if isinstance(one, dict)]
    return [(_directive(body), _origin(body)) for body in bodies if isinstance(body, dict)]


def _directive(body: dict[str, Any]) -> str:
    named = body.get("effective-directive") or body.get("effectiveDirective") or body.get("violated-directive")
    return _word(str(named).partition(" ")[0])


def _origin(body: dict[str, Any]) -> str:
    where = str(body.get("blocked-uri") or body.get("blockedURL") or "")
    try:
        parts = urlsplit(where)
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        return _word(f"{parts.scheme}://{host}" if host else where.partition(":")[0])
    except ValueError:
        return "unknown"


def _word(text: str) -> str:
    """Only what cannot break a line of the log."""
    return re.sub(r"[^A-Za-z0-9.:/_-]", "", text)[:100] or "unknown"
