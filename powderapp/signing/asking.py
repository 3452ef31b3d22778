"""Asked again on top of a page: who was here too long ago, or does something that wants to be confirmed.

Scripts keep the page and send the request again. Without them the answer carries what was sent, and a button sends it
once more; secrets are not kept.
"""

import json
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

from flask import g, make_response, render_template, request
from flask.wrappers import Response

from powderapp.base.access import SUPERVISORS
from powderapp.people import queries
from powderapp.people.models import Person
from powderapp.people.rules import LONGEST_PIN
from powderapp.signing.again_forms import AgainForm, PinAgainForm
from powderapp.signing.sessions import pins_work_here
from powderapp.web.keys import FIELD
from powderapp.web.paths import is_ours
from powderapp.web.transaction import db

AWAY = "You were away for a while."
SECRETS = frozenset({"pin", "password", "secret", "totp", "now", "code"})
BESIDE = frozenset({"csrf_token", FIELD, "supervisor_id", "supervisor_pin"})


@dataclass(frozen=True)
class Kept:
    """A request that can be sent again: where to, its operation key, its fields."""

    to: str
    key: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of_request(cls) -> Self:
        """What was sent just now."""
        sent = [(name, value) for name, value in request.form.items(multi=True) if _may_be_kept(name)]
        return cls(request.full_path.rstrip("?"), request.form.get(FIELD) or str(uuid4()), tuple(sent))

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """What a page kept; None where it is nothing of ours."""
        try:
            to, key, fields = json.loads(text or "[]")
            kept = cls(str(to), str(key), tuple((str(name), str(value)) for name, value in fields))
        except (ValueError, TypeError):
            return None
        return kept if is_ours(kept.to, "POST") else None

    def written(self) -> str:
        """For a hidden field."""
        return json.dumps([self.to, self.key, self.fields])


def _may_be_kept(name: str) -> bool:
    return name not in BESIDE and not SECRETS & set(name.split("_"))


def who() -> Person | None:
    """Who is asked: who was here too long ago, else who is here. None: nobody."""
    if "locked" in g:
        locked: Person = g.locked
        return locked
    return queries.person(db, g.actor.person_id) if "actor" in g and not g.get("walks_up") else None


def asks_pin(person: Person) -> bool:
    """Whether it is the PIN that is asked for here, else the password."""
    return pins_work_here() and person.pin_hash is not None


def again_screen(form: AgainForm, sentence: str | None = None) -> dict[str, Any]:
    """All of `signing/again.html`. `?idle`: nobody touched the page, which stays covered until somebody is known."""
    person, is_idle = who(), "idle" in request.args
    shown = {"person": person, "form": form.named("again"), "by_pin": person is not None and asks_pin(person)}
    may_leave = "actor" in g and not is_idle
    return shown | {"is_idle": is_idle, "may_leave": may_leave, "sentence": sentence or ("" if may_leave else AWAY)}


def form_for(person: Person, **data: Any) -> AgainForm:
    """The form this person is asked with; empty with `formdata=None`."""
    return (PinAgainForm if asks_pin(person) else AgainForm)(**data)


def ask_again(sentence: str | None) -> Response | None:
    """401 with what was sent; None where nobody is known who could be asked."""
    person = who()
    if person is None:
        return None
    form = form_for(person, formdata=None, kept=Kept.of_request().written())
    return make_response(render_template("signing/again.html", **again_screen(form, sentence)), 401)


def supervisors() -> list[Person]:
    """Whose PIN may stand beside what is done here."""
    here = [person for person in queries.people(db) if person.id != g.actor.person_id and person.pin_hash]
    return [person for person in here if SUPERVISORS & set(person.roles)] if pins_work_here() else []


def ask_supervisor(sentence: str) -> Response | None:
    """403 with what was sent, and room for a supervisor's PIN."""
    screen = beside_screen(Kept.of_request(), request.form.get("supervisor_id", ""), sentence)
    return make_response(render_template("signing/beside.html", **screen), 403)


def beside_screen(kept: Kept | None = None, chosen: str = "", sentence: str = "") -> dict[str, Any]:
    """All of `signing/beside.html`. kept: what is sent again; None where the page that needs it waits below."""
    shown = {"kept": kept, "chosen": chosen, "sentence": sentence}
    return shown | {"supervisors": supervisors(), "longest": LONGEST_PIN}
