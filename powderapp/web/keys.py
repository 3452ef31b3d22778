"""Operation keys in requests: five taps make one record and five equal answers (`base.operation_keys`)."""

import hashlib
import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from flask import current_app, g, request
from flask.wrappers import Response
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest

from powderapp.base import operation_keys
from powderapp.web import fragments
from powderapp.web.access import enforce

FIELD, HEADER = "operation_key", "Idempotency-Key"
UNHASHED = frozenset({FIELD, "csrf_token", "supervisor_id", "supervisor_pin"})
OUT_OF_DATE = "This page is out of date; load it again. Your text is kept."


def new_operation_key() -> str:
    """A fresh key for a form."""
    return str(uuid4())


def claim(db: Session) -> dict[str, Any] | None:
    """Begin this request's operation: None when it is new, else the answer it got. BadRequest without a key."""
    sent = operation_keys.Request(
        key=_key(),
        device_id=g.actor.device_id,
        person_id=g.actor.person_id,
        action=str(request.endpoint),
        body_hash=_body_hash(),
    )
    g.actor = replace(g.actor, key=sent.key)
    return operation_keys.begin(db, sent, g.actor.now)


def keep(db: Session) -> None:
    """Store the answer that `done` or `leave` gave."""
    if "answer" not in g:
        raise RuntimeError(f"{request.endpoint} must answer with done() or leave(), or be keyless")
    operation_keys.finish(db, g.actor.key, g.answer)


def replay(answer: dict[str, Any]) -> Response:
    """Draw the stored answer again: the block from the page it stands on, as it is now."""
    if not answer.get("template") or not fragments.is_partial():
        _say_again(answer)
        return fragments.go(answer.get("to") or "/")
    path, _, query = str(answer["to"]).partition("?")
    environ = request.environ | {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"CONTENT_LENGTH": "0", "CONTENT_TYPE": "", "RAW_URI": "", "REQUEST_URI": ""}
    environ.pop("werkzeug.request", None)
    g.replay = answer
    with current_app.request_context(environ):
        if request.routing_exception is not None:
            raise request.routing_exception
        view: Any = current_app.view_functions[str(request.endpoint)]
        enforce(view)
        _say_again(answer)
        return current_app.make_response(view(**(request.view_args or {})))


def _say_again(answer: dict[str, Any]) -> None:
    if sentence := answer.get("sentence"):
        fragments.say(*sentence)


def _key() -> UUID:
    try:
        return UUID(request.headers.get(HEADER) or request.form.get(FIELD, ""))
    except ValueError:
        raise BadRequest(OUT_OF_DATE) from None


def _body_hash() -> bytes:
    fields = sorted((name, values) for name, values in request.form.lists() if name not in UNHASHED)
    files = sorted((name, _file_hash(file)) for name, file in request.files.items(multi=True))
    return hashlib.sha256(json.dumps([request.full_path, fields, files]).encode()).digest()


def _file_hash(file: FileStorage) -> str:
    digest = hashlib.sha256()
    while chunk := file.stream.read(65_536):
        digest.update(chunk)
    file.stream.seek(0)
    return digest.hexdigest()
