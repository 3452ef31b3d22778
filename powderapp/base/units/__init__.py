"""Numbers with units: what people type is read into stored units, what is stored is shown with its unit.

Stored are whole grams, whole mm2, um to 0.1, degrees C to 0.1, mm to 0.1, whole minutes; never floats. A bare number
has the unit of the shop's system; a unit may be typed beside it. `read_*` keeps what was typed (`Entered`), `parse_*`
gives the stored value alone, `show_*` rounds for reading, `edit_*` writes what reads back as the same stored value.
Whatever cannot be read, or could be read two ways, is a ValueError whose text is one sentence for the field.
"""

from .entering import (
    parse_area_mm2,
    parse_film_um,
    parse_length_mm,
    parse_temp_c,
    parse_weight_g,
    read_area,
    read_film,
    read_length,
    read_temp,
    read_weight,
)
from .numbers import parse_number, readings
from .plain import parse_count, parse_minutes, parse_money
from .quantities import Entered, UnitSystem, whole_temps
from .showing import (
    edit_area,
    edit_film,
    edit_length,
    edit_temp,
    edit_weight,
    grouped,
    show_area,
    show_coverage,
    show_film,
    show_length,
    show_minutes,
    show_temp,
    show_temp_difference,
    show_weight,
    show_weights,
)

__all__ = [
    "Entered",
    "UnitSystem",
    "edit_area",
    "edit_film",
    "edit_length",
    "edit_temp",
    "edit_weight",
    "grouped",
    "parse_area_mm2",
    "parse_count",
    "parse_film_um",
    "parse_length_mm",
    "parse_minutes",
    "parse_money",
    "parse_number",
    "parse_temp_c",
    "parse_weight_g",
    "read_area",
    "read_film",
    "read_length",
    "read_temp",
    "read_weight",
    "readings",
    "show_area",
    "show_coverage",
    "show_film",
    "show_length",
    "show_minutes",
    "show_temp",
    "show_temp_difference",
    "show_weight",
    "show_weights",
    "whole_temps",
]
