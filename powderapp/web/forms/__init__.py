"""Forms: every field that may be sent is listed, read into stored units, and refused in one sentence of shop words.

A field that is not listed is refused; what was typed stays in the field.
"""

from .choosing import ChoiceField, ChoicesField, DayField, DueField, IdField, TickField, VersionField
from .form import Form
from .quantities import AreaField, FilmField, LengthField, MinutesField, MoneyField, QtyField, TempField, WeightField
from .text import NoteField, SecretField, TextField

__all__ = [
    "AreaField",
    "ChoiceField",
    "ChoicesField",
    "DayField",
    "DueField",
    "FilmField",
    "Form",
    "IdField",
    "LengthField",
    "MinutesField",
    "MoneyField",
    "NoteField",
    "QtyField",
    "SecretField",
    "TempField",
    "TextField",
    "TickField",
    "VersionField",
    "WeightField",
]
