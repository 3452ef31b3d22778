"""Who is asked again: the PIN on a tablet, the password elsewhere; and what waits meanwhile."""

from powderapp.people.forms import PinField
from powderapp.web.forms import Form, SecretField, TextField

LARGEST = 250_000


class AgainForm(Form):
    """At a desk. next: the page to go on with. kept: the request to send again (`asking.Kept`)."""

    secret = SecretField("Password")
    next = TextField("Then", longest=2000, required=False)
    kept = TextField("Kept", longest=LARGEST, required=False)


class PinAgainForm(AgainForm):
    """On a tablet."""

    secret = PinField()
