# mypy: disable-error-code="no-untyped-call"
"""Fields of words."""

import unicodedata
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import PasswordInput, TextArea, TextInput

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"
_OTHERWISE = {"on the scale": "what the scale shows"}
DAMAGED = "The text was damaged on the way; please type it again."


def stripped(text: str) -> str:
    """`text` without blanks and invisible characters at its ends."""
    return text.strip().strip(INVISIBLE).strip() if text.strip().strip(INVISIBLE) else ""


def please_enter(label: str) -> str:
    """`Please enter a name.`, `Please enter how many parts.`"""
    word = label.lower()
    if word in _OTHERWISE or (word.endswith("s") and " " not in word):
        return f"Please enter {_OTHERWISE.get(word, f'how many {word}')}."
    return f"Please enter {'an' if word[:1] in 'aeio' else 'a'} {word}."


class TextField(Field):
    """One line; `.data` is stripped, None when empty. longest: characters; sentence: what an empty one is told."""

    widget: Any = TextInput()
    lines = False

    def __init__(
        self, label: str, *, longest: int = 120, required: bool = True, sentence: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.longest, self.required = longest, required
        self.sentence = sentence or please_enter(label)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Strip what was typed."""
        text = valuelist[0] if valuelist and isinstance(valuelist[0], str) else ""
        self.data = stripped(text.replace("\r\n", "\n")) or None

    def pre_validate(self, form: Any) -> None:
        """Not empty, not too long, no control characters."""
        text = self.data or ""
        if not _visible(text):
            self.data = None
            if self.required:
                raise StopValidation(self.sentence)
        if len(text) > self.longest:
            raise StopValidation(f"At most {self.longest} characters; you have {len(text)}.")
        if any(_is_damaged(c, self.lines) for c in text):
            raise StopValidation(DAMAGED)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")


class NoteField(TextField):
    """Several lines."""

    widget = TextArea()
    lines = True

    def __init__(self, label: str, *, longest: int = 2000, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label, longest=longest, required=required, **kwargs)


class SecretField(TextField):
    """A password or PIN: taken as it is, never shown again."""

    widget = PasswordInput(hide_value=True)

    def __init__(self, label: str, *, longest: int = 1024, **kwargs: Any) -> None:
        super().__init__(label, longest=longest, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Blanks belong to a password."""
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def _value(self) -> str:
        return ""


def _visible(text: str) -> bool:
    return any(not c.isspace() and c not in INVISIBLE and unicodedata.category(c) != "Cf" for c in text)


def _is_damaged(character: str, lines: bool) -> bool:
    kind = unicodedata.category(character)
    return kind == "Cs" or (kind == "Cc" and not (lines and character in "\n\t"))
