"""Small: what does not fit on a screen or two is split."""

import ast
from collections.abc import Iterator
from pathlib import Path

import powderapp

ROOT = Path(powderapp.__file__).parent.parent
MODULES = sorted([*ROOT.glob("powderapp/**/*.py"), *ROOT.glob("tests/**/*.py")])
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40


def _functions() -> Iterator[tuple[str, int]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_module_is_longer_than_three_hundred_lines():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_forty_lines():
    assert {name: length for name, length in _functions() if length > LONGEST_FUNCTION} == {}
