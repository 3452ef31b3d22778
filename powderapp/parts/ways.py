"""Which way parts go: from where they stand to where they stand next, by the finish of their line."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from powderapp.parts.rules import Stage


class Standing(NamedTuple):
    """Where parts stand: coat_number is the coat worked towards; from `to_cure` on the coat that is on them."""

    stage: Stage
    coat_number: int


@dataclass(frozen=True)
class Way:
    """The finish of a line: how many coats (0: blast only), and before which coats prep steps stand."""

    coats: int
    prep_before: Collection[int]

    def into(self, coat_number: int) -> Standing:
        """Where parts wait that will get this coat next, or the check when there is none."""
        if coat_number in self.prep_before:
            return Standing(Stage.PREP, coat_number)
        return self.prepared(coat_number)

    def prepared(self, coat_number: int) -> Standing:
        """Where parts go whose prep before this coat is done."""
        if coat_number > self.coats:
            return Standing(Stage.CHECKING, coat_number - 1)
        return Standing(Stage.TO_SPRAY, coat_number)

    def cured(self, coat_number: int) -> Standing:
        """Where parts go when this coat is cured."""
        return self.into(coat_number + 1)

    def stands(self, standing: Standing) -> bool:
        """Whether parts of this line can stand there outside booth and oven, so that they go on from there."""
        stage, coat = standing
        places = {
            Stage.RECEIVED: {1},
            Stage.PREP: set(self.prep_before),
            Stage.TO_SPRAY: set(range(1, self.coats + 1)),
            Stage.TO_CURE: set(range(1, self.coats + 1)),
            Stage.CHECKING: {self.coats},
            Stage.READY: {self.coats},
        }
        return coat in places.get(stage, set())

    def arrived(self) -> Standing:
        """Where parts stand on arrival: a line without prep goes straight to the booth."""
        return Standing(Stage.RECEIVED, 1) if 1 in self.prep_before or not self.coats else self.into(1)


NEEDS: dict[Stage, str] = {
    Stage.RECEIVED: "Next step is prep.",
    Stage.PREP: "Its prep steps are not done yet.",
    Stage.TO_SPRAY: "Next step is spraying: start a batch.",
    Stage.SPRAYING: "Next step is to finish spraying them in their batch.",
    Stage.TO_CURE: "Next step is the oven: load them.",
    Stage.CURING: "Next step is to take them out of the oven.",
    Stage.CHECKING: "Next step is the check.",
    Stage.READY: "Next step is the pickup.",
}
"""What the next step is called, for someone who tried another one."""
