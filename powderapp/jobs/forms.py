"""What can be sent about a job."""

from decimal import Decimal

from powderapp.jobs.rules import Priority
from powderapp.web.forms import (
    AreaField,
    ChoiceField,
    DueField,
    Form,
    IdField,
    MoneyField,
    NoteField,
    QtyField,
    TextField,
    VersionField,
)

PRIORITIES = [(priority.value, priority.label) for priority in Priority]


class EditForm(Form):
    """The fields of the job itself."""

    due_on = DueField("Due")
    priority = ChoiceField("Priority", PRIORITIES, coerce=Priority)
    po = TextField("PO", longest=60, required=False)
    note = NoteField("Note", longest=1000)
    version = VersionField()


class HoldForm(Form):
    """line_id: one line of the job; nothing: all of it."""

    line_id = ChoiceField("What", blank="The whole job", coerce=int)
    reason = TextField("Why", longest=200, sentence="Please say why.")


class ReleaseForm(Form):
    hold_id = IdField()


class LineForm(Form):
    """The fields of one line; price: of the whole line."""

    ordered_qty = QtyField("Parts")
    what = TextField("What", sentence="Please say what it is.")
    area_mm2 = AreaField("Area of one part", required=False, called="Area")
    metal = TextField("Metal", longest=40, required=False)
    stay_bare = TextField("Stays bare", longest=400, required=False)
    price = MoneyField("Price", required=False, high=Decimal("999999999.99"))
    version = VersionField()


class PowderForm(Form):
    """Powder of a coat, as typed and as taken from the choices."""

    powder = TextField("Powder", longest=120)
    powder_id = IdField(required=False)
