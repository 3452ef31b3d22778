"""What came from elsewhere is what was published, with its licence."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
ROW = re.compile(r"^\| (\S+) \| \S+ \| \S+ \| \S+ \| (\S{64}) \|$", re.MULTILINE)


def listed() -> dict[str, str]:
    return dict(ROW.findall((STATIC / "vendor/README.md").read_text()))


def test_every_file_from_elsewhere_is_the_published_one() -> None:
    for path, sha384 in listed().items():
        digest = hashlib.sha384((STATIC / path).read_bytes()).digest()
        assert b64encode(digest).decode() == sha384, path


def test_every_file_from_elsewhere_is_listed_with_its_licence() -> None:
    found = [*(STATIC / "vendor").rglob("*.js"), *(STATIC / "fonts").glob("*.woff2")]
    assert {file.relative_to(STATIC).as_posix() for file in found} == set(listed())
    assert all((file.parent / "LICENSE").is_file() for file in found)
