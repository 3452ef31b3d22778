"""What is typed about a box: how it came, what the scale says, what is taken out of it."""

from powderapp.stock.rules import MOST_TARE_G, MovementKind
from powderapp.web.forms import (
    ChoiceField,
    DayField,
    Form,
    IdField,
    QtyField,
    TextField,
    VersionField,
    WeightField,
)  # fmt: skip

MOST_G = 2_000_000
OUT = [(MovementKind.SCRAP, "Scrap"), (MovementKind.SOLD, "Sold")]


class PlaceForm(Form):
    """What a label says beside the weight."""

    lot = TextField("Lot", longest=40, required=False)
    place = TextField("Place", longest=24, required=False)
    expires_on = DayField("Good until", required=False)


class ReceiveForm(PlaceForm):
    """One box, or several that are equal. Net, or gross and tare."""

    boxes = QtyField("Boxes", low=1, high=50, noun="boxes", default=1)
    net = WeightField("Powder in the box", called="Weight", required=False, high_g=MOST_G)
    gross = WeightField("On the scale", called="Weight", required=False, high_g=MOST_G)
    tare = WeightField("Empty box", called="Weight", required=False, low_g=0, high_g=MOST_TARE_G)


class ReceiveOwnedForm(ReceiveForm):
    """For who knows customers: the powder may be theirs."""

    owner = TextField("Belongs to a customer", longest=120, required=False)
    owner_id = IdField(required=False)


class EditBoxForm(PlaceForm):
    tare_g = WeightField("Empty box", called="Weight", required=False, low_g=0, high_g=MOST_TARE_G)
    version = VersionField()


class WeighForm(Form):
    """Sent to where the batches of the box are settled."""

    gross = WeightField("On the scale", called="Weight", low_g=0, high_g=MOST_G)
    reason = TextField("Reason", longest=200, required=False)


class TakeForm(Form):
    grams = WeightField("Take out", called="Weight", high_g=MOST_G)
    kind = ChoiceField("As", OUT, coerce=MovementKind, default=MovementKind.SCRAP)
    reason = TextField("Reason", longest=200, sentence="Please enter a reason.")


class PutBackForm(Form):
    grams = WeightField("Put back", called="Weight", high_g=MOST_G)
    reason = TextField("Reason", longest=200, sentence="Please enter a reason.")


class TransferForm(Form):
    target = ChoiceField("Into", coerce=int)
    grams = WeightField("Pour", called="Weight", high_g=MOST_G)
    reason = TextField("Reason", longest=200, sentence="Please enter a reason.")


class ReverseForm(Form):
    reason = TextField("Reason", longest=200, sentence="Please enter a reason.")
