"""Stations: where a tablet stands, and the page its day begins with."""

from enum import StrEnum


class Station(StrEnum):
    """Places that are neither a booth nor an oven."""

    PREP = "prep"
    CHECK = "check"
    DESK = "desk"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def page(self) -> str:
        return {Station.PREP: "/floor/prep", Station.CHECK: "/floor/check", Station.DESK: "/board"}[self]


def station_of(word: str | None) -> Station | None:
    """The station a cookie names; None when it names none."""
    return next((station for station in Station if station.value == word), None)
