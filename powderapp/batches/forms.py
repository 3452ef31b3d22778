# mypy: disable-error-code="no-untyped-call"
"""Forms of spraying: which parts, which box and what the scale said, what is done, who took the powder."""

from typing import Any

from wtforms import Field

from powderapp.base import units
from powderapp.base.units import Entered
from powderapp.web.forms import Form, IdField, QtyField, TextField, TickField, VersionField, WeightField
from powderapp.web.forms.choosing import CHOOSE, id_from
from powderapp.web.forms.quantities import system

MOST_PILES = 200
MOST_PARTS = 100_000
_ANY_G = 1_000_000_000


class IdsField(Field):
    """Ids of rows, in the order they were sent; `.data` is a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Only ids, and not too many."""
        if len(valuelist) > MOST_PILES:
            raise ValueError(CHOOSE)
        self.data = [id_from(text) for text in valuelist]


class CountsField(Field):
    """Counts of parts beside `IdsField`; nothing typed is 0."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Whole parts."""
        self.data = [_count(text) for text in valuelist]


def _count(text: str) -> int:
    text = text.strip()
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or int(text[:9]) > MOST_PARTS:
        raise ValueError("Enter whole parts.")
    return int(text[:9])


class ScaleField(WeightField):
    """A weight of which `1,234` says neither 1.234 nor 1234: the limit is looked at only when that is clear."""

    def read_entered(self, text: str) -> Entered[int]:
        """Grams, at most `high_g`."""
        units.read_weight(text, system(), high_g=_ANY_G, name=self.called)
        return super().read_entered(text)


class PartsForm(Form):
    """Parts of several piles: `pile` and `qty` side by side, one pair for each pile."""

    pile = IdsField("Parts", default=list)
    qty = CountsField("Parts", default=list)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each pile has its count, and there is something."""
        fits = super().validate(extra_validators)
        if fits and (len(self.pile.data) != len(self.qty.data) or not self.parts()):
            self.form_errors.append("Choose the parts for this batch.")
            return False
        return fits

    def parts(self) -> dict[int, int]:
        """Parts by pile id."""
        pairs = zip(self.pile.data, self.qty.data, strict=False)
        return {pile_id: qty for pile_id, qty in pairs if qty and self.takes(pile_id)}

    def takes(self, pile_id: int) -> bool:
        """Whether this pile is wanted."""
        return True


class PicksForm(PartsForm):
    """Parts ticked in a list: `ticked` says which of the piles are wanted."""

    ticked = IdsField("Parts", default=list)

    def takes(self, pile_id: int) -> bool:
        """Whether this pile is ticked."""
        return pile_id in self.ticked.data


class ChooseForm(PicksForm):
    """Leads from the queue to the box. code: what was scanned or typed, `B0831`."""

    powder = IdField("Powder")
    code = TextField("Box", longest=40, required=False)


class AddForm(PicksForm):
    """More parts for a running batch."""


class BoxForm(Form):
    """A box and what the scale says with it on; unweighed: there is no scale; sure: grams that were asked about."""

    box = IdField("Box", required=False)
    code = TextField("Box", longest=40, required=False)
    gross = ScaleField("Weight", required=False, called="Weight", high_g=200_000)
    unweighed = TickField("No scale")
    sure = IdField("Grams asked about", required=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """A box is weighed, or said not to be."""
        fits = super().validate(extra_validators)
        chosen = self.box.data or self.code.data
        if fits and chosen and self.gross.data is None and not self.unweighed.data:
            self.gross.errors = ("Put the box on the scale, or press No scale.",)
            return False
        return fits


class StartForm(BoxForm, PartsForm):
    """Starts a batch."""

    powder = IdField("Powder")
    booth = IdField("Booth", required=False)


class OutForm(Form):
    """A box that comes back. box: its place in the batch; empty: all was used; later: not weighed now."""

    place = IdField("Box", required=False)
    gross = ScaleField("Weight", required=False, called="Weight", high_g=200_000)
    empty = TickField("Box is empty")
    later = TickField("Weigh later")

    def validate(self, extra_validators: Any = None) -> bool:
        """A box that comes back is weighed, empty, or left for later."""
        fits = super().validate(extra_validators)
        said = self.gross.data is not None or self.empty.data or self.later.data
        if fits and self.place.data and not said:
            self.gross.errors = ("Put the box on the scale, or press Weigh later.",)
            return False
        return fits

    def gross_g(self) -> int | None:
        """Grams on the scale; None when it is empty or weighed later."""
        return None if self.empty.data or self.later.data else self.gross.data


class FinishForm(OutForm):
    """Weighs the box back and finishes. purge: what went through the gun and onto no part."""

    purge = ScaleField("Purge and test spray", required=False, called="Purge", high_g=20_000)


class SwapForm(BoxForm):
    """One box out and the next one in; stays: the old one stays in the batch."""

    place = IdField("Box out", required=False)
    gross_out = ScaleField("Weight of the old box", required=False, called="Weight", high_g=200_000)
    empty = TickField("It is empty")
    later = TickField("Weigh it later")
    stays = TickField("It stays in use")

    def validate(self, extra_validators: Any = None) -> bool:
        """The old box is weighed, empty, left for later, or stays."""
        fits = super().validate(extra_validators)
        said = self.gross_out.data is not None or self.empty.data or self.later.data or self.stays.data
        if fits and self.place.data and not said:
            self.gross_out.errors = ("Weigh the old box, or say that it is empty, stays, or is weighed later.",)
            return False
        return fits


class CorrectInForm(Form):
    """What a box in a running batch really weighed when it went in."""

    gross_in = ScaleField("Weight in", called="Weight", high_g=200_000)


class DoneForm(Form):
    """How many parts are sprayed by now, in all."""

    out_qty = QtyField("Parts done", low=0, high=MOST_PARTS, noun="parts")


class BackForm(Form):
    """Parts that go back to the queue unsprayed."""

    back_qty = QtyField("Parts to send back", low=1, high=MOST_PARTS, noun="parts")


class UndoForm(Form):
    """Takes back one count: the event it made."""

    event = IdField("Count")


class ClockForm(Form):
    """Pauses, goes on, joins, takes a box back: nothing to fill in."""


class CancelForm(Form):
    """Cancels a batch of which nothing was sprayed: nothing to fill in."""


class ShareForm(Form):
    """What one task took, by hand."""

    grams = WeightField("Share", called="Share", low_g=0, high_g=200_000)
    version = VersionField()
