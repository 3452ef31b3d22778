"""What the pages ask for is there: style sheets of the layout, drawings of the sprite, modules of the scripts."""

import gzip
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
ICON = re.compile(r"""(?:ui\.|\{\{ ?)icon\("([\w-]+)"|\bicon="([\w-]+)"|sprite\.svg'\) \}\}#([\w-]+)""")
SHEETS = re.compile(r"for sheet in \(([^)]*)\) %}\s*<link[^>]*\'css/(components/|features/)?\'")


def test_every_drawing_a_page_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons/sprite.svg").read_text()))
    texts = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    named = {name for text in texts for names in ICON.findall(text) for name in names if name}
    assert named - drawn == set()


def test_every_style_sheet_is_linked_once_and_there() -> None:
    base = (TEMPLATES / "layouts/base.html").read_text()
    linked = [
        f"{folder}{name}.css" for names, folder in SHEETS.findall(base) for name in re.findall(r'"([\w-]+)"', names)
    ]
    linked += re.findall(r"static\('css/([\w/-]+\.css)'\)", (TEMPLATES / "layouts/wall.html").read_text())
    there = {path.relative_to(STATIC / "css").as_posix() for path in (STATIC / "css").rglob("*.css")}
    assert sorted(linked) == sorted(there)


def test_our_scripts_stay_small_and_evaluate_nothing() -> None:
    """The wall has a script of its own, which no other page loads."""
    scripts = [path.read_text() for path in sorted((STATIC / "js").rglob("*.js"))]
    everywhere = [path.read_text() for path in sorted((STATIC / "js").rglob("*.js")) if path.name != "wall.js"]
    assert len(gzip.compress("".join(everywhere).encode())) <= 12_288
    assert not [text for text in scripts if re.search(r"\beval\(|new Function|\.on\w+ = ", text)]


def test_no_page_carries_a_style_or_a_handler_of_its_own() -> None:
    inline = re.compile(r'<[^>]*\s(style|on[a-z]+)="|<style|<script(?![^>]*\ssrc=)')
    found = [path.name for path in TEMPLATES.rglob("*.html") if inline.search(path.read_text())]
    assert found == []
