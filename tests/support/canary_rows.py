"""Every form that takes words, for the canary test (`tests/web/test_canary.py`): a feature adds one row per form.

A row posts each canary through each of `text` in turn, the other fields as they stand in `fields`, and then looks at
`pages`; `codes` are fields that refuse such words. `arrange(db, by)` makes what the form is about; what it returns
fills `{...}` in `url`, `fields` and `pages`. `{to}` is where the answer leads.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.clock import now
from powderapp.batches import operations as batches
from powderapp.batches import queries as batch_queries
from powderapp.batches.weighing import BoxIn
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.ovens import operations as ovens
from powderapp.parts.models import Move
from powderapp.powders.models import Powder
from powderapp.shop.models import Booth
from powderapp.stock import operations as stock
from powderapp.stock.rules import MovementKind
from tests.support import factories
from tests.support.chain import Works


def nothing(db: Session, by: Actor) -> dict[str, Any]:
    """The form needs nothing that is not there."""
    return {}


@dataclass(frozen=True)
class CanaryRow:
    """One form: where it is posted to, which fields are words, what else it needs, which pages show the words.

    form: the class in the feature's `forms`, so that a form without a row is noticed.
    """

    form: str
    url: str
    text: tuple[str, ...]
    pages: tuple[str, ...]
    fields: dict[str, Any] = field(default_factory=dict)
    arrange: Callable[[Session, Actor], dict[str, Any]] = nothing
    codes: tuple[str, ...] = ()


def _booth(db: Session, by: Actor) -> dict[str, Any]:
    db.add(Booth(id=7, name="Left"))
    return {}


def _owner(db: Session, by: Actor) -> dict[str, Any]:
    return {"id": by.person_id}


def _tablet(db: Session, by: Actor) -> dict[str, Any]:
    return {"id": factories.device(db, kind="tablet").id}


def _browser(db: Session, by: Actor) -> dict[str, Any]:
    return {"id": factories.device(db, "Desk", last_seen_at=now()).id}


def _load(db: Session, by: Actor) -> dict[str, Any]:
    works = Works(db, by)
    (line,) = works.job(works.line(10, "Picket", works.black)).lines
    works.sprayed({works.prepared(line).id: 10}, works.black, works.black_box, 500)
    pile = works.pile(line)
    load = ovens.load(db, works.oven, {pile.id: 10}, set_point_c=200, minutes=15, by=by)
    return {"load": load.number}


def _checking(db: Session, by: Actor) -> dict[str, Any]:
    return {"pile": Works(db, by).checking(10)[2].id}


def _ready(db: Session, by: Actor) -> dict[str, Any]:
    works = Works(db, by)
    job, line, pile = works.checking(10)
    checks.check(db, pile, Verdict(passed=10), by=by)
    return {"job": job.number, "pile": works.pile(line).id}


def _rests(db: Session, by: Actor) -> dict[str, Any]:
    """Two boxes of one powder."""
    words = _box(db, by)
    other = stock.receive(db, db.get_one(Powder, words["powder"]), stock.Delivery(5_000), by=by)
    return words | {"other": other.number}


def _job(db: Session, by: Actor) -> dict[str, Any]:
    """A job of ten pickets that were received."""
    works = Works(db, by)
    job = works.job(works.line(10, "Picket", works.black))
    (line,) = job.lines
    move = db.scalar(select(func.max(Move.id)))
    return {"job": job.number, "line": line.id, "pile": works.pile(line).id, "move": move, "coat": line.coats[0].id}


def _prepared(db: Session, by: Actor) -> dict[str, Any]:
    works = Works(db, by)
    (line,) = works.job(works.line(10, "Picket", works.black)).lines
    pile = works.prepared(line)
    return {"pile": pile.id, "powder": works.black.id, "booth": works.booth.id, "oven": works.oven.id}


def _expected(db: Session, by: Actor) -> dict[str, Any]:
    works = Works(db, by)
    job = works.job(works.line(10, "Picket", works.black), arrived=False)
    return {"job": job.number, "line": job.lines[0].id}


def _customer(db: Session, by: Actor) -> dict[str, Any]:
    return {"customer": Works(db, by).customer.id}


def _box(db: Session, by: Actor) -> dict[str, Any]:
    """A black box out of which 1 kg was scrapped, and that entry."""
    works = Works(db, by)
    entry = stock.take(db, works.black_box, 1_000, MovementKind.SCRAP, by=by)
    return {"powder": works.black.id, "box": works.black_box.number, "entry": entry.id}


def spraying(db: Session, by: Actor) -> dict[str, Any]:
    """A batch of ten parts, and ten others that wait for the booth."""
    works = Works(db, by)
    first, second = works.job(*(works.line(10, "Picket", works.black) for _ in "12")).lines
    piles, pile = {works.prepared(first).id: 10}, works.prepared(second)
    batch = batches.start(db, works.booth, works.black, piles, [BoxIn(works.black_box.id, 21_000)], by=by)
    (place,) = batch_queries.boxes_of(db, batch.id)
    return {"batch": batch.number, "place": place.id, "powder": works.black.id, "pile": pile.id}


SHOP = {"name": "North Gate", "unit_system": "metric", "timezone": "UTC", "currency": "EUR", "tax_percent": "0"}
SHOP |= {"pin_digits": "6", "idle_minutes": "3", "version": "1"}
OVEN = {"lowest_c": "80", "usual_c": "200", "highest_c": "240"}
PERSON = {"roles": ["owner", "office"], "version": "1"}
BOOTHS, OVENS, RACKS = "/settings/booths", "/settings/ovens", "/settings/racks"
CHECK, PICKUP, ONE = "/floor/check/{pile}", "/jobs/{job}/pickup", {"qty_{pile}": "1"}
SCRAP = {"scrap": "1", "other": "bent", "fault_owner": "us", "rules": "simple", "rework_kind": "recoat"}
SHEET = {"name": "Jet black", "maker": "Maker A", "code": "X1", "finish": "matt", "utilisation": "55"}
SHEET |= {"film_low_um": "60", "film_high_um": "80"}
CUSTOMER, POWDER, BOX, KG = "/customers/{customer}", "/powders/{powder}", "/boxes/{box}", {"grams": "0.5"}
JOB, LINE, PARTS = "/jobs/{job}", "/jobs/{job}/lines/{line}", "/jobs/{job}/parts"
PICKETS = {"ordered_qty": "10", "what": "Picket", "version": "1"}
NEW_JOB = {"customer": "Jane Miller", "phone": "555 0199", "priority": "standard", "arrived": "y"}
NEW_JOB |= {"lines-0-qty": "1", "lines-0-what": "Bench", "lines-0-coat1": "moss green?"}
WORDS, CODES, RECEIVED = ("name", "maker", "code"), ("ral", "rgb"), {"boxes": "1", "net": "5"}
START = {"powder": "{powder}", "booth": "{booth}", "pile": "{pile}", "qty": "10", "gross": "21"}
SIGN_IN = {"name": "Olga", "password": "not it at all"}
SWAP, SUGGESTED = {"place": "{place}", "empty": "y", "gross": "21"}, ("asked", "was_set_point", "was_minutes")
STEPS, REASONS, PEOPLE, DEVICES = "/settings/steps", "/settings/reasons", "/settings/people", "/settings/devices"
TABLET, EDITED = {"name": "Tablet", "kind": "tablet", "place": ""}, {"name": "Tablet", "version": "1"}

ROWS: list[CanaryRow] = [
    CanaryRow(
        "intake.CheckInForm",
        "/jobs/new",
        ("customer", "phone", "po", "note", "lines-0-what", "lines-0-metal"),
        ("/jobs/1001",),
        NEW_JOB,
    ),
    CanaryRow("jobs.EditForm", f"{JOB}/edit", ("po", "note"), (JOB,), {"priority": "rush", "version": "1"}, _job),
    CanaryRow("jobs.HoldForm", f"{JOB}/hold", ("reason",), (JOB, "/board", "/jobs"), {"line_id": ""}, _job),
    CanaryRow("jobs.LineForm", f"{LINE}/edit", ("what", "metal", "stay_bare"), (JOB, LINE), PICKETS, _job),
    CanaryRow("parts.ArriveForm", f"{JOB}/arrive", ("from_whom", "note"), (JOB,), {"line_{line}": "10"}, _expected),
    CanaryRow("parts.CountForm", "/piles/{pile}/missing", ("reason",), (JOB, PARTS), {"qty": "1"}, _job),
    CanaryRow("parts.ReverseForm", "/moves/{move}/reverse", ("reason",), (JOB, PARTS), {"qty": "1"}, _job),
    CanaryRow("parts.CancelForm", f"{JOB}/cancel", ("reason",), (JOB,), {}, _job),
    CanaryRow("shop.ShopForm", "/settings", ("name",), ("/settings",), SHOP),
    CanaryRow("shop.BoothForm", f"{BOOTHS}/add", ("name",), (BOOTHS,)),
    CanaryRow("shop.EditBoothForm", f"{BOOTHS}/7/edit", ("name",), (BOOTHS,), {"version": "1"}, _booth),
    CanaryRow("shop.OvenForm", f"{OVENS}/add", ("name",), (OVENS,), OVEN),
    CanaryRow("shop.RackForm", f"{RACKS}/add", ("name",), (RACKS,), {"code": "R3", "name": "R"}, codes=("code",)),
    CanaryRow("shop.StepForm", f"{STEPS}/add", ("name",), (STEPS,)),
    CanaryRow("shop.ReasonForm", f"{REASONS}/add", ("name",), (REASONS,), {"kind": "hold"}),
    CanaryRow("people.PersonForm", f"{PEOPLE}/add", ("name",), (PEOPLE, "{to}"), {"roles": ["prep"]}, codes=("email",)),
    CanaryRow("people.EditPersonForm", f"{PEOPLE}/{{id}}/edit", ("name",), (PEOPLE,), PERSON, _owner, ("email",)),
    CanaryRow("enrolment.DeviceForm", f"{DEVICES}/add", ("name",), (DEVICES, "{to}"), TABLET),
    CanaryRow("enrolment.EditDeviceForm", f"{DEVICES}/{{id}}/edit", ("name",), (DEVICES,), TABLET | EDITED, _tablet),
    CanaryRow("enrolment.EditBrowserForm", f"{DEVICES}/{{id}}/edit", ("name",), (DEVICES,), EDITED, _browser),
    CanaryRow("enrolment.OpenForm", "/code", (), (), codes=("code",)),
    CanaryRow("enrolment.ChooseForm", "/code/choose", (), (), {"pin": "481629"}, codes=("code",)),
    CanaryRow("ovens.AbortForm", "/floor/loads/{load}/abort", ("other",), ("/floor/loads/{load}",), {}, _load),
    CanaryRow("checks.CheckForm", CHECK, ("other", "note"), (CHECK,), SCRAP, _checking, ("readings",)),
    CanaryRow("pickups.PickupForm", PICKUP, ("to_whom", "note"), (PICKUP,), {"to_whom": "a driver"} | ONE, _ready),
    CanaryRow(
        "customers.CustomerForm",
        "/customers/new",
        ("name", "contact", "phone", "terms"),
        ("/customers",),
        {"name": "Bay"},
        codes=("email",),
    ),
    CanaryRow("customers.CustomerForm", "/customers/new", ("note",), ("{to}",), {"name": "Bay"}),
    CanaryRow(
        "customers.EditCustomerForm",
        f"{CUSTOMER}/edit",
        ("name", "contact", "phone", "terms", "note"),
        (CUSTOMER,),
        {"name": "Bay", "version": "1"},
        _customer,
        ("email",),
    ),
    CanaryRow("powders.NewPowderForm", "/powders/new", WORDS, ("/powders",), SHEET, codes=(*CODES, "cure")),
    CanaryRow("powders.EditPowderForm", f"{POWDER}/edit", WORDS, (POWDER,), SHEET | {"version": "1"}, _box, CODES),
    CanaryRow("stock.ReceiveOwnedForm", f"{POWDER}/receive", ("lot",), (POWDER,), RECEIVED, _box, ("place", "owner")),
    CanaryRow("stock.EditBoxForm", f"{BOX}/edit", ("lot",), (BOX,), {"version": "1"}, _box, ("place",)),
    CanaryRow("stock.TakeForm", f"{BOX}/take", ("reason",), (BOX,), KG | {"kind": "scrap"}, _box),
    CanaryRow("stock.TransferForm", f"{BOX}/transfer", ("reason",), (BOX,), KG | {"target": "{other}"}, _rests),
    CanaryRow("stock.PutBackForm", f"{BOX}/put-back", ("reason",), (BOX,), KG, _box),
    CanaryRow("stock.ReverseForm", f"{BOX}/movements/{{entry}}/reverse", ("reason",), (BOX,), {}, _box),
    CanaryRow("batches.WeighBoxForm", f"{BOX}/weigh", ("reason",), (BOX,), {"gross": "19.5"}, _box),
    CanaryRow("jobs.PowderForm", f"{JOB}/coats/{{coat}}/powder", (), (), {}, _job, ("powder",)),
    CanaryRow("batches.StartForm", "/floor/queue/start", (), (), START, _prepared, ("code",)),
    CanaryRow("batches.SwapForm", "/floor/batches/{batch}/box", (), (), SWAP, spraying, ("code",)),
    CanaryRow("ovens.LoadForm", "/floor/ovens/{oven}/load", (), (), {}, _prepared, SUGGESTED),
    CanaryRow("signing.PasswordForm", "/signin/password", (), (), SIGN_IN, codes=("name", "next")),
    CanaryRow("signing.CodeForm", "/me/second/on", (), (), codes=("code",)),
]
ASKED = (
    "/customers?q=",
    "/customers/choices?q=",
    "/customers/new?name=",
    "/powders?q=",
    "/powders/choices?q=",
    "/jobs?q=",
    "/floor/prep?code=",
    "/floor/queue?metal=",
    "/floor/queue/start?powder={powder}&ticked={pile}&pile={pile}&qty=10&code=",
    "/floor/batches/{batch}/box?code=",
    "/signin?next=",
)
"""Pages that show, or may show, words of their own address; `spraying` fills them."""
BASES = {"batches.BoxForm", "batches.ChooseForm", "powders.PowderForm", "stock.PlaceForm", "stock.ReceiveForm"}
"""Forms whose fields are in one above, or in an address of `ASKED`."""
SAME_AS = {
    "shop.EditOvenForm", "shop.EditRackForm", "shop.EditStepForm", "shop.EditReasonForm", "stock.WeighForm",
}  # fmt: skip
"""Forms that differ from one above only by their version, or by where they stand."""
BY_THEMSELVES = {"signing.PinForm", "founding.SetUpForm", "signing.AgainForm", "signing.PinAgainForm"}
"""Before anybody is signed in: their words are an address that is compared, names that have rows above, and a request
that waits, which `tests/signing/test_again.py` looks at."""
ELSEWHERE = BASES | SAME_AS | BY_THEMSELVES
