"""A test that presses waits for what comes of it: no page is read, left or judged straight after a press.

A press returns before the page it leads to has come; what looks at once sees the page that is left, or none.
"""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
MODULES = sorted({*TESTS.glob("*/test_*browser*.py"), *TESTS.glob("browser/*.py")})
PRESSES = {"click", "dblclick", "tap", "press"}
AT_ONCE = {
    *("goto", "reload", "open", "no_axe_violations", "evaluate", "screenshot", "content", "title"),
    *("count", "all", "is_visible", "is_hidden", "is_checked", "is_enabled"),
    *("input_value", "inner_text", "text_content", "inner_html", "get_attribute"),
}


def steps(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """What is done one after the other; a block that waits (`with page.expect_navigation():`) counts as one step."""
    for statement in body:
        if isinstance(statement, ast.For | ast.While | ast.If):
            yield from steps(statement.body)
            yield from steps(statement.orelse)
        else:
            yield statement


def called(step: ast.stmt) -> set[str]:
    """The names of what a step calls."""
    calls = [node.func for node in ast.walk(step) if isinstance(node, ast.Call)]
    return {getattr(call, "attr", getattr(call, "id", "")) for call in calls}


def hasty(path: Path) -> Iterator[str]:
    """Steps that look at once, straight after one that presses."""
    for made in ast.walk(ast.parse(path.read_text())):
        if isinstance(made, ast.FunctionDef):
            done = list(steps(made.body))
            for before, after in pairwise(done):
                if isinstance(before, ast.Expr) and called(before) & PRESSES and called(after) & AT_ONCE:
                    yield f"{path.relative_to(TESTS)}:{after.lineno} {made.name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TESTS)))
def test_nobody_looks_straight_after_a_press(path: Path) -> None:
    assert list(hasty(path)) == []


def test_the_browser_tests_are_found() -> None:
    assert len(MODULES) > 15
