"""A supervisor at somebody's side: their own PIN, for this one request, at the other's screen."""

from dataclasses import replace

from flask import g, request

from powderapp.base.errors import SupervisorNeededError, TooOftenError
from powderapp.people.models import Person
from powderapp.people.rules import LONGEST_PIN, Way
from powderapp.signing import guessing, refusals
from powderapp.signing.asking import supervisors

CHOOSE, WRONG = "Choose who stands beside you.", "Wrong PIN."


def step_up() -> None:
    """Let a supervisor's PIN that came with the request count. SupervisorNeededError: it does not fit."""
    if "actor" not in g or "supervisor_id" not in request.form:
        return
    if "beside" not in g:  # a request that runs again does not try the PIN again
        g.beside = _proven().id
    g.actor = replace(g.actor, supervisor_id=g.beside)


def _proven() -> Person:
    chosen = next((each for each in supervisors() if str(each.id) == request.form["supervisor_id"]), None)
    if chosen is None:
        raise SupervisorNeededError(CHOOSE)
    typed = request.form.get("supervisor_pin", "")
    try:
        fits = len(typed) <= LONGEST_PIN and guessing.pin_fits(chosen.id, chosen, typed)
    except TooOftenError as error:
        raise SupervisorNeededError(str(error)) from None
    if not fits:
        refusals.note_sign_in(chosen, Way.PIN)
        raise SupervisorNeededError(WRONG)
    return chosen
