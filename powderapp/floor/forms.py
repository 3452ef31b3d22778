"""The form that says which station a tablet is."""

from powderapp.web.forms import ChoiceField, Form, IdField

KINDS = ("booth", "oven", "prep", "check", "desk")


class StationForm(Form):
    """kind: a booth or oven with its id, or one of the other stations."""

    kind = ChoiceField("Station", [(kind, kind.capitalize()) for kind in KINDS])
    which = IdField("Which", required=False)
