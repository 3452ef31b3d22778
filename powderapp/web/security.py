"""What every answer carries and what no request gets past: hosts, origins, tokens, sizes, damaged text."""

import secrets
from typing import cast
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, current_app, g, request
from flask.wrappers import Response
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, Forbidden, RequestEntityTooLarge, UnsupportedMediaType

from powderapp.config import Settings, is_loopback
from powderapp.web.access import types_of

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; report-uri /csp-report"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
VARY = ("Cookie", "HX-Request", "HX-Request-Type", "HX-History-Restore-Request")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
BODY, FORM, REPORT, PARTS = 1_000_000, 256_000, 8_192, 500
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", ""})
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
DAMAGED = "The text was damaged on the way; please type it again."
RELOAD = "Please load the page again; your text is kept."
csrf = CSRFProtect()


def install(app: Flask, settings: Settings) -> None:
    """Set the limits and cookies, and look at every request before anything else does."""
    prefix = "__Host-" if settings.https else ""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        BASE_URL=settings.base_url,
        HTTPS=settings.https,
        TRUSTED_HOSTS=[_host(settings.base_url)] if settings.base_url else LOOPBACK,
        COOKIE_PREFIX=prefix,
        SESSION_COOKIE_NAME=f"{prefix}form",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax",
        PROVIDE_AUTOMATIC_OPTIONS=False,
        MAX_CONTENT_LENGTH=BODY,
        MAX_FORM_MEMORY_SIZE=FORM,
        MAX_FORM_PARTS=PARTS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf.init_app(app)
    app.before_request(name_request)
    app.before_request(refuse_damaged)
    app.before_request(refuse_foreign)
    app.after_request(add_headers)
    app.jinja_env.globals |= {"only_here": only_here, "overheard": overheard}


def only_here() -> bool:
    """Whether this page was asked for at an address that is good on this computer only."""
    return is_loopback(urlsplit(f"//{request.host}").hostname or "")


def overheard() -> bool:
    """Whether others on the network can read what is sent between this browser and the shop."""
    return not (request.is_secure or only_here())


def _host(base_url: str) -> str:
    host = cast(str, urlsplit(base_url).hostname)
    return f"[{host}]" if ":" in host else host


def name_request() -> None:
    """Eight letters that a person can read to us over the phone."""
    g.request_id = "".join(secrets.choice(LETTERS) for _ in range(8))


def refuse_damaged() -> None:
    """Bodies that are no form, too large, or not text (UTF-8 without NUL and lone surrogates)."""
    _refuse_damaged_text(unquote_to_bytes(request.query_string))
    if request.method not in UNSAFE:
        return
    types = _types_here()
    if request.mimetype not in (types or FORM_TYPES):
        raise UnsupportedMediaType("Please use the form.")
    if types:
        request.max_content_length = REPORT
    if request.mimetype == "multipart/form-data":
        _refuse_damaged_parts()
        return
    body = request.get_data()
    if len(body) > FORM or body.count(b"&") >= PARTS:
        raise RequestEntityTooLarge
    _refuse_damaged_text(unquote_to_bytes(body))


def _types_here() -> frozenset[str] | None:
    """What browsers send to this route by themselves; None for forms."""
    return types_of(current_app.view_functions.get(request.endpoint or ""))


def _refuse_damaged_text(sent: bytes) -> None:
    try:
        text = sent.decode()
    except UnicodeDecodeError:
        raise BadRequest(DAMAGED) from None
    if "\0" in text:
        raise BadRequest(DAMAGED)


def _refuse_damaged_parts() -> None:
    """werkzeug puts U+FFFD where the bytes were no text."""
    for name, value in request.form.items(multi=True):
        if {"\0", "\N{REPLACEMENT CHARACTER}"} & {*name, *value}:
            raise BadRequest(DAMAGED)


def refuse_foreign() -> None:
    """An unsafe request comes from a page of ours: by Fetch Metadata or Origin, and by the token of the form."""
    if request.method not in UNSAFE or request.routing_exception is not None or _types_here():
        return
    if not from_our_pages():
        raise Forbidden(RELOAD)
    csrf.protect()


def from_our_pages() -> bool:
    """Sec-Fetch-Site is asked first and always sent on https; on plain http Origin speaks. Neither: not ours."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return origin == (current_app.config["BASE_URL"] or request.host_url.rstrip("/"))
    return site == "same-origin"


def secure_headers(app: Flask) -> dict[str, str]:
    """For pages and files alike; on https browsers are told to stay there."""
    stay = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if app.config["HTTPS"] else {}
    return HEADERS | stay


def add_headers(response: Response) -> Response:
    """The same on every answer; what a view set for caching stays."""
    for name, value in secure_headers(current_app).items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store, private")
    response.headers["X-Shop"] = "1"
    response.headers["X-Request-Id"] = g.get("request_id", "")
    response.vary.update(VARY)
    return response
