"""Signing in, and choosing one's own PIN and password anew."""

from typing import Any

from flask import g

from powderapp.people.forms import NewSecretsForm, PinField
from powderapp.people.rules import USUAL_PIN, shortest_pin
from powderapp.web.forms import Form, SecretField, TextField


class PasswordForm(Form):
    name = TextField("Name or e-mail", longest=254, sentence="Please enter your name.")
    password = SecretField("Password")
    next = TextField("Then", longest=2000, required=False)


class CodeForm(Form):
    code = TextField("Code", longest=40)


class OwnSecretsForm(NewSecretsForm):
    """Changes what belongs to who is signed in: what they have now comes first."""

    now = SecretField("Password now", sentence="Please enter your password.")
    email: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shortest_pin = shortest_pin(g.actor.roles, g.shop.pin_digits if "shop" in g else USUAL_PIN)

    def known_words(self) -> list[str]:
        """Names anybody here knows."""
        return [g.actor.name, g.shop.name if "shop" in g else "", self.email or ""]


class NewPasswordForm(OwnSecretsForm):
    password = SecretField("New password")


class NewPinForm(OwnSecretsForm):
    now = SecretField("PIN or password now", sentence="Please enter your PIN or password.")
    pin = PinField("New PIN")


class SureForm(Form):
    now = SecretField("Password", sentence="Please enter your password.")


class PinForm(Form):
    pin = PinField()
    next = TextField("Then", longest=2000, required=False)
