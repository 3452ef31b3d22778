"""Forms of prep: a count, parts sent on."""

from powderapp.web.forms import ChoiceField, Form, QtyField

MOST_PARTS = 100_000


class CountForm(Form):
    """For how many parts a step is done by now, in all."""

    done_qty = QtyField("Parts done", low=0, high=MOST_PARTS, noun="parts")


class SendForm(Form):
    """Prepared parts go on, hung on a rack; without one they stay where they stand."""

    qty = QtyField("Parts", low=1, high=MOST_PARTS, noun="parts")
    rack = ChoiceField("Rack", blank="No rack", coerce=int)


class UndoForm(Form):
    """Takes one tap back: nothing to fill in."""
