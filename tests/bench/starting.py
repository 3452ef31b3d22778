"""From the command to the first page, in a new shop and the next morning."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, seconds
from tests.support.running import Running, running, wait_for


def measure() -> Iterator[Figure]:
    """A folder that is empty at first; packages are installed already."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)
    try:
        yield Figure("first start to first page", f"{_to_first_page(folder):.2f}", "s")
        yield Figure("second start to first page", f"{_to_first_page(folder):.2f}", "s", "< 3")
    finally:
        shutil.rmtree(folder)


def _to_first_page(folder: Path) -> float:
    with running(folder) as shop:
        return seconds(lambda: wait_for(_answers, shop))


def _answers(shop: Running) -> bool:
    return shop.status("/") == 200
