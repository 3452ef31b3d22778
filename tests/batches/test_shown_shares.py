"""Shares as they are read add up to the use as it is read, in kilograms and in pounds."""

import re
from decimal import Decimal

import pytest

from powderapp.base.units import UnitSystem

NUMBER = r"([\d.]+) (?:kg|lb)"


def numbers(page):
    """What stands at the lines of a batch."""
    shares = page.split('class="shares')[1].split("Shared by area")[0]
    return [Decimal(found) for found in re.findall(rf"<b>{NUMBER}</b>", shares)]


def total(page, pattern):
    return Decimal(re.search(pattern, page)[1])


@pytest.fixture(params=list(UnitSystem))
def units(request, shop):
    shop.unit_system = request.param
    return request.param


@pytest.fixture
def batch(units, sprayed, queued):
    """Three lines that share no round number."""
    gross = "21" if units is UnitSystem.METRIC else "46.29"
    return sprayed(*(queued(qty, area_mm2=200_000) for qty in (7, 13, 29)), gross=gross)


@pytest.fixture
def out(units, batch):
    """Purge and a weight that leaves an odd use, as typed in these units."""
    kilos = units is UnitSystem.METRIC
    return {"place": batch.boxes[0].id, "gross": "19.97" if kilos else "44.03", "purge": "0.101" if kilos else "0.22"}


def test_while_the_box_is_weighed_and_afterwards(floor, batch, out):
    url = f"/floor/batches/{batch.number}"
    page = floor.htmx_get(f"{url}/weigh/reading", **out).text
    assert len(numbers(page)) == 4
    assert sum(numbers(page)) == total(page, rf'aria-label="{NUMBER} used')
    assert floor.post(f"{url}/weigh", **out).status_code == 303
    page = floor.get(url).text
    assert len(numbers(page)) == 4
    assert sum(numbers(page)) == total(page, rf"{NUMBER} used")


def test_the_batches_of_a_job_read_as_what_the_job_used(desk, works, units):
    job = works.job(works.line(10, "Gate", works.black), works.line(1, "Post", works.black))
    for line, used_g in zip(job.lines, (985, 45), strict=True):
        works.sprayed({works.prepared(line).id: line.ordered_qty}, works.black, works.black_box, used_g)
    page = desk.get(f"/jobs/{job.number}").text
    batches = [Decimal(found) for found in re.findall(rf"weighed back, {NUMBER} used", page)]
    assert len(batches) == 2
    assert sum(batches) == total(page.split("<h2>Powder</h2>")[1], NUMBER)
