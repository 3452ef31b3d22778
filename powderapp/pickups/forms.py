"""Forms of the pickup: what leaves to whom, and how the customer was told."""

from powderapp.pickups.rules import ToldHow
from powderapp.web.forms import ChoiceField, Form, NoteField, TextField
from powderapp.web.forms.rows import counts_of


class PickupForm(Form):
    """To whom, and how many of each ready pile (`qty_<pile id>`); 0 or nothing stays here."""

    to_whom = TextField("To whom", sentence="Please say who takes the parts.")
    note = NoteField("Note", longest=400)

    def parts(self) -> dict[int, int]:
        """Pile id -> parts that leave."""
        return counts_of(self)


class ToldForm(Form):
    """One press: how."""

    how = ChoiceField("Told", [(how, how.label) for how in ToldHow], coerce=ToldHow)
