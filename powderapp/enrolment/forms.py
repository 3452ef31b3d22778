"""Typing a code, and what somebody chooses whom it let in."""

from wtforms import ValidationError

from powderapp.people.forms import NewSecretsForm, PinField
from powderapp.web.forms import Form, SecretField, TextField


class OpenForm(Form):
    code = TextField("Code", longest=40, sentence="Please type the code.")


class ChooseForm(NewSecretsForm):
    """PIN and password of whom a code let in, each typed twice; `suit` says what this person needs."""

    code = TextField("Code", longest=40)
    pin = PinField(sentence="Please choose a PIN.")
    pin_again = PinField("The PIN again", sentence="Please type the PIN a second time.")
    password = SecretField("Password", required=False, sentence="Please choose a password.")
    password_again = SecretField("The password again", required=False)

    def suit(self, shortest_pin: int, *, needs_password: bool, names: list[str]) -> None:
        """shortest_pin: in digits. names: of person and shop, which make no password."""
        self.shortest_pin, self.names = shortest_pin, names
        self.password.required = needs_password

    def known_words(self) -> list[str]:
        """The names of person and shop."""
        return self.names

    def validate_pin_again(self, field: SecretField) -> None:
        """The same twice."""
        if field.data != self.pin.data:
            raise ValidationError("This is not the PIN above.")

    def validate_password_again(self, field: SecretField) -> None:
        """The same twice."""
        if field.data != self.password.data:
            raise ValidationError("This is not the password above.")
