"""Old spreadsheets saved as CSV: whatever the encoding, separator and order of columns, rows come out by field name.

A row is either certain, or it is listed with a reason and its line number: certain + listed = rows of the file.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Record = TypeVar("Record")
_SEPARATORS = ";,\t"
_MOST_ROWS = 10_000


@dataclass(frozen=True)
class Certain(Generic[Record]):
    """A row that can be imported as it is; `line` counts from 1, the header being line 1."""

    line: int
    record: Record


@dataclass(frozen=True)
class Listed:
    """A row that a person must look at: one sentence why, and what stands in it."""

    line: int
    reason: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Read(Generic[Record]):
    """All rows of a file, in two lists."""

    certain: tuple[Certain[Record], ...]
    listed: tuple[Listed, ...]

    @property
    def rows(self) -> int:
        return len(self.certain) + len(self.listed)


@dataclass(frozen=True)
class BroughtIn:
    """What became of the rows of a file: added, there already as written, or for a person to look at."""

    added: int
    known: int
    listed: tuple[Listed, ...]

    @property
    def rows(self) -> int:
        return self.added + self.known + len(self.listed)


@dataclass(frozen=True)
class Row:
    """One row: its line in the file and its cells by field, spaces at the ends taken off."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.cells.get(field, "")


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 (with or without mark), else as Windows writes it. ValueError: no text at all."""
    if b"\0" in content:
        raise ValueError("This is not a CSV file. Save the spreadsheet as CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def rows(content: bytes, synonyms: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> list[Row]:
    """The rows of a file by field name; empty ones are left out.

    synonyms: field -> what its column may be called, folded. ValueError: a needed column is missing, a column is there
    twice or not known, or there are too many rows.
    """
    text = decoded(content)
    header = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(_SEPARATORS, key=header.count)
    table = _lines(text, separator)
    _, names = next(table, (0, []))
    fields = _fields(names, synonyms, needed)
    found = [Row(line, dict(zip(fields, _cells(cells, len(fields)), strict=True))) for line, cells in table]
    if len(found) > _MOST_ROWS:
        raise ValueError(f"At most {_MOST_ROWS} rows; this file has {len(found)}.")
    return found


def folded(name: str) -> str:
    """A column or a word for comparing: `E-Mail ` is `e mail`."""
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as refused:
        raise ValueError(f"Line {line}: a quotation mark is not closed, or a cell is too long.") from refused


def _cells(cells: list[str], width: int) -> list[str]:
    # A row with more cells than columns keeps its surplus in the last one, so that nothing is lost unseen.
    if len(cells) > width:
        return [*cells[: width - 1], " | ".join(cells[width - 1 :]).rstrip(" |")]
    return cells + [""] * (width - len(cells))


def _fields(names: list[str], synonyms: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> list[str]:
    meaning = {folded(word): field for field, words in synonyms.items() for word in (field, *words)}
    fields = [meaning.get(folded(name), "") for name in names]
    unknown = [name for name, field in zip(names, fields, strict=True) if not field]
    if unknown:
        raise ValueError(f"Unknown column: {', '.join(unknown)}.")
    if missing := [field for field in needed if field not in fields]:
        raise ValueError(f"Missing column: {', '.join(missing)}.")
    if twice := sorted({field for field in fields if fields.count(field) > 1}):
        raise ValueError(f"Column there twice: {', '.join(twice)}.")
    return fields
