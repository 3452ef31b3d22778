"""Templates compile, keep to the content policy, send tokens and keys; a block that is swapped has an id."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import powderapp
from powderapp.assets_path import TEMPLATES

PACKAGE = Path(powderapp.__file__).parent
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=|<style\b",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "a handler": r"\son[a-z]+\s*=\s*[\"']|\bhx-on\b|\bhx-on:",
    "a script address": r"javascript:|\bjs:",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+false",
    "another host": r"(?:src|href|action)=[\"']https?://",
}
OTHER_WORDS = re.compile(
    r"picked up|hand(?:ed|ing)? over|hand-over|take[ -]in\b|weigh(?:ed)? out|substrate", re.IGNORECASE
)
"""Pickup, collected, check in, weigh back, metal: one word for one thing on all screens."""

ROOT = re.compile(
    r"<[a-z][^>]*?(?:\{\{.*?\}\}[^>]*?|\{%.*?%\}[^>]*?)*>"
    r"|\{%-?\s*call\b.*?%\}"
    r"|\{\{-?\s*forms\.open\(.*?\}\}"
)


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(plain_app, name):
    plain_app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", ALL)
def test_a_template_keeps_to_the_content_policy(name):
    text = _without_comments(name)
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("name", ALL)
def test_a_form_that_writes_carries_token_and_key(name):
    for form in re.findall(r"<form\b.*?</form>|<form\b.*", _without_comments(name), re.DOTALL):
        if re.search(r"method=[\"']post", form, re.IGNORECASE):
            assert "csrf_token" in form
            assert "operation_key" in form


@pytest.mark.parametrize("name", ALL)
def test_a_template_uses_the_words_of_the_shop(name):
    assert OTHER_WORDS.findall(_without_comments(name)) == []


class Swap(NamedTuple):
    """One block that a route swaps, and whether it travels as a companion."""

    module: str
    template: str
    block: str
    companion: bool


def _swaps() -> Iterator[Swap]:
    for path in sorted([*PACKAGE.glob("*/routes*.py"), *PACKAGE.glob("*/routes/*.py")]):
        yield from _swaps_of(path)


def _swaps_of(path: Path) -> Iterator[Swap]:
    tree, module = ast.parse(path.read_text()), path.relative_to(PACKAGE).as_posix()
    known = dict(_constants(tree))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", None) in {"page", "done", "invalid"}:
            words = [_word(argument, known) for argument in call.args[:2]]
            if len(words) == 2 and all(words):
                yield Swap(module, words[0], words[1], False)
                yield from (Swap(module, words[0], name, True) for name in _also(call, known))


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module calls its templates and blocks: `TEMPLATE, BLOCK = "a.html", "main"` or one by one."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            pairs = zip(target.elts, value.elts, strict=False) if isinstance(target, ast.Tuple) else [(target, value)]
            yield from (
                (a.id, str(b.value)) for a, b in pairs if isinstance(a, ast.Name) and isinstance(b, ast.Constant)
            )


def _word(node: ast.AST, known: dict[str, str]) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return known.get(node.id, "") if isinstance(node, ast.Name) else ""


def _also(call: ast.Call, known: dict[str, str]) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "also" and isinstance(keyword.value, ast.List | ast.Tuple):
            yield from filter(None, (_word(element, known) for element in keyword.value.elts))


@pytest.mark.parametrize("swap", sorted(set(_swaps())), ids=lambda swap: f"{swap.template}:{swap.block}")
def test_a_block_that_is_swapped_has_an_id(swap):
    root = _root(swap)
    assert re.search(r"\bid=", root), f"{swap.module}: the root of {swap.block} has no id: {root[:80]}"
    if swap.companion:
        assert "oob(" in root, f"{swap.module}: {swap.block} travels along and needs ui.oob(oob) in its root"


def _root(swap: Swap) -> str:
    """The first tag of a block, with what the template language writes into it."""
    if swap.block.endswith(".html"):
        body = _without_comments(swap.block)
    else:
        start = re.search(rf"{{%-?\s*block\s+{swap.block}\b.*?%}}", text := _without_comments(swap.template), re.DOTALL)
        assert start, f"{swap.module}: {swap.template} has no block {swap.block}"
        body = text[start.end() :]
    if included := re.match(r"\s*\{%-?\s*include\s+\"([^\"]+)\"", body):
        body = _without_comments(included[1])
    root = ROOT.search(body)
    assert root, f"{swap.template}:{swap.block} has no root element"
    return root[0]


def _without_comments(name: str) -> str:
    return re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.DOTALL)
