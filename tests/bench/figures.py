"""What a measurement says."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Figure:
    """One line. `goal` is in words (`< 3`), empty where there is none."""

    name: str
    value: str
    unit: str
    goal: str = ""


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def spread(name: str, times_s: list[float], goal: str = "") -> Iterator[Figure]:
    """Half of the times are below p50, all but one of twenty below p95."""
    cuts = quantiles(times_s, n=20)
    yield Figure(f"{name} p50", f"{cuts[9] * 1000:.1f}", "ms", goal)
    yield Figure(f"{name} p95", f"{cuts[18] * 1000:.1f}", "ms")
