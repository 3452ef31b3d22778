"""`powderapp import`: the old spreadsheets, saved as CSV.

What is certain goes in, in one transaction; every other row is listed with its line and the reason, and nothing is
guessed. The same file a second time makes no doubles. Exit code 0: every row is in; 3: some are for a person to look
at; 1: the file or the database could not be used, and nothing was stored.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.sheets import BroughtIn, Read, Record
from powderapp.cli.connected import Connected, connected
from powderapp.cli.errors import CommandError, in_one_sentence

SOME_LISTED = 3
MOST_BYTES = 20_000_000
KINDS = ("customers", "powders")


@dataclass(frozen=True)
class Report:
    """What a file brought. before: when the same file was imported last."""

    file: str
    brought: BroughtIn
    before: datetime | None
    is_demo: bool

    @property
    def code(self) -> int:
        """For the shell."""
        return SOME_LISTED if self.brought.listed else 0

    def lines(self) -> Iterator[str]:
        """For the person."""
        if self.is_demo:
            yield "This is the demo shop: starting your own shop empties it again."
        if self.before:
            yield f"This file was imported on {self.before:%Y-%m-%d} already."
        yield f"{self.file}: {self.brought.rows} rows."
        yield f"  {self.brought.added} added"
        yield f"  {self.brought.known} there already"
        yield f"  {len(self.brought.listed)} to look at"
        for row in self.brought.listed:
            name = row.cells.get("name") or " ".join(filter(None, (row.cells.get("maker"), row.cells.get("code"))))
            yield f"    line {row.line}: {row.reason}{f' ({name})' if name else ''}"


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
@in_one_sentence
def import_(kind: str, file: Path, dry_run: bool) -> None:
    """Bring in an old list of customers, or of powders with their stock, saved as CSV."""
    from powderapp.cli import schema

    content = _read(file)
    with connected() as to:
        schema.upgrade(to)
        report = run(to, kind, content, file.name, dry_run=dry_run)
    for line in report.lines():
        click.echo(line)
    if dry_run:
        click.echo("Dry run: nothing was stored.")
    if report.code:
        raise click.exceptions.Exit(report.code)


def run(to: Connected, kind: str, content: bytes, name: str, *, dry_run: bool = False) -> Report:
    """One file in one transaction, rolled back for a dry run. CommandError: nothing was stored."""
    from sqlalchemy.exc import IntegrityError

    from powderapp.base import clock
    from powderapp.base.db import engine_for, session_factory

    engine = engine_for(to.app_url)
    try:
        with session_factory(engine)() as db:
            report = bring_in(db, kind, content, name, clock.now())
            db.rollback() if dry_run else db.commit()
            return report
    except IntegrityError as clash:
        raise CommandError("Somebody saved the same at that moment. Nothing was stored: start it again.") from clash
    finally:
        engine.dispose()


def bring_in(db: Session, kind: str, content: bytes, name: str, now: datetime) -> Report:
    """Read a file and add what is certain, as the system; the caller commits. CommandError: it cannot be read."""
    from powderapp.base.events import record_event
    from powderapp.people.models import Person
    from powderapp.people.operations import system_actor
    from powderapp.shop.queries import shop

    by = system_actor(db, now)
    fingerprint = hashlib.sha256(content).hexdigest()
    before = _imported_before(db, fingerprint)
    brought = _brought(db, kind, content, name, by)
    after = {"file": name, "sha256": fingerprint, "added": brought.added, "listed": len(brought.listed)}
    record_event(db, f"{kind}.imported", db.get_one(Person, by.person_id), by, after=after)
    our_shop = shop(db)
    return Report(name, brought, before, is_demo=our_shop is not None and our_shop.is_demo)


def _brought(db: Session, kind: str, content: bytes, name: str, by: Actor) -> BroughtIn:
    from powderapp.customers import operations as customers
    from powderapp.customers.reading import read_customers
    from powderapp.powders.reading import read_powders
    from powderapp.stock import opening

    if kind == "customers":
        return customers.bring_in(db, _rows(read_customers, content, name), by=by)
    return opening.bring_in(db, _rows(read_powders, content, name), by=by)


def _rows(read: Callable[[bytes], Read[Record]], content: bytes, name: str) -> Read[Record]:
    try:
        return read(content)
    except ValueError as refusal:
        raise CommandError(f"{name}: {refusal} Nothing was stored.") from refusal


def _imported_before(db: Session, fingerprint: str) -> datetime | None:
    from sqlalchemy import select

    from powderapp.base.events import Event

    query = select(Event.happened_at).where(Event.subject == "person", Event.after["sha256"].astext == fingerprint)
    return db.scalars(query.order_by(Event.id.desc()).limit(1)).first()


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CommandError(f"{file.name} is larger than {MOST_BYTES // 1_000_000} MB.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file.name} cannot be read: {error.strerror}.") from error
