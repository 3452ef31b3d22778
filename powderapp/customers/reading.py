"""Customers from an old spreadsheet: certain rows, and those a person must look at.

The same name in other case, with other spaces or with `Ltd` behind it may be another company: it is asked, not merged.
"""

import re
from dataclasses import dataclass

from powderapp.base.sheets import Certain, Listed, Read, Row, rows
from powderapp.base.text import is_email, sort_key

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": ("company", "customer", "client", "firm"),
    "contact": ("contact person", "person", "attn"),
    "phone": ("telephone", "tel", "mobile"),
    "email": ("e-mail", "mail"),
    "terms": ("payment", "payment terms"),
    "note": ("notes", "remark", "remarks", "comment"),
}
_LONGEST = {"name": 120, "contact": 120, "phone": 40, "email": 254, "terms": 40, "note": 1000}
_FORMS = re.compile(r"\b(ltd|limited|inc|llc|gmbh|co|corp|plc|bv)\b\.?")


@dataclass(frozen=True)
class CustomerRow:
    """A customer as the spreadsheet has it; what is empty there is None here."""

    name: str
    contact: str | None
    phone: str | None
    email: str | None
    terms: str | None
    note: str | None


def read_customers(content: bytes) -> Read[CustomerRow]:
    """Every row of the file, certain or listed with a reason. ValueError: the columns are not those of customers."""
    certain: list[Certain[CustomerRow]] = []
    listed: list[Listed] = []
    seen: dict[str, tuple[Row, CustomerRow]] = {}
    for row in rows(content, _SYNONYMS, needed=("name",)):
        record = _record(row)
        reason = _why_not(row) or _why_known(record, seen)
        if reason:
            listed.append(Listed(row.line, reason, row.cells))
            continue
        seen[same_firm(record.name)] = (row, record)
        certain.append(Certain(row.line, record))
    return Read(tuple(certain), tuple(listed))


def same_firm(name: str) -> str:
    """What two spellings of one firm share: no case, accents, doubled spaces, `Ltd` or marks."""
    words = re.sub(r"[^\w&]+", " ", sort_key(name))
    return " ".join(_FORMS.sub(" ", words).split()) or words.strip()


def tidy_terms(text: str) -> str:
    """Terms in one spelling: `net30` is `Net 30`, `cash` is `Cash`."""
    if found := re.fullmatch(r"net\s*([0-9]{1,3})( days)?", text.strip(), re.IGNORECASE):
        return f"Net {int(found[1])}"
    return text.upper() if text.casefold() == "cod" else text.capitalize()


def _record(row: Row) -> CustomerRow:
    return CustomerRow(
        name=row["name"],
        contact=row["contact"] or None,
        phone=row["phone"] or None,
        email=row["email"] or None,
        terms=tidy_terms(row["terms"]) or None,
        note=row["note"] or None,
    )


def _why_not(row: Row) -> str | None:
    if not row["name"]:
        return "The name is missing."
    for field, most in _LONGEST.items():
        if len(row[field]) > most:
            return f"The {field} is longer than {most} characters."
    if row["email"] and not is_email(row["email"]):
        return f"{row['email']} is not an e-mail address."
    if "  " in row["name"]:
        return "The name has two spaces in a row."
    return None


def _why_known(record: CustomerRow, seen: dict[str, tuple[Row, CustomerRow]]) -> str | None:
    if same_firm(record.name) not in seen:
        return None
    row, other = seen[same_firm(record.name)]
    if other == record:
        return f"The same as line {row.line}."
    if other.name == record.name:
        return f"The same name as line {row.line}, with other details."
    return f"May be {other.name} of line {row.line}."
