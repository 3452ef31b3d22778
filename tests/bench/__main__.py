"""Print every figure."""

import sys

from tests.bench import by_hand, machine, pages, starting
from tests.bench.figures import Figure

MEASURES = (starting.measure, pages.measure, by_hand.measure)


def main() -> None:
    """One line for the machine, then one a figure."""
    sys.stdout.write(f"{machine.size()}\n")
    for measure in MEASURES:
        for figure in measure():
            sys.stdout.write(f"{_line(figure)}\n")
            sys.stdout.flush()


def _line(figure: Figure) -> str:
    return f"{figure.name:<28} {figure.value:>10} {figure.unit:<6} {figure.goal}"


main()
