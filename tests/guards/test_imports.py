"""The import table of the architecture, where a contract of the linter cannot say it."""

import ast
from pathlib import Path

import powderapp

PACKAGE = Path(powderapp.__file__).parent


def _imported(path: Path) -> set[str]:
    """Modules a file names in its import statements, as `powderapp.feature.module`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_a_page_uses_no_other_features_pages_forms_or_verbs() -> None:
    strangers = []
    for path in [*PACKAGE.glob("*/routes*.py"), *PACKAGE.glob("*/routes/*.py")]:
        feature = path.relative_to(PACKAGE).parts[0]
        others = {name.split(".")[2] for name in _imported(path) if _is_of_another(name, feature)}
        strangers += [(feature, name) for name in others & {"routes", "forms", "operations"}]
    assert strangers == []


def _is_of_another(name: str, feature: str) -> bool:
    parts = name.split(".")
    return len(parts) > 2 and parts[0] == "powderapp" and parts[1] not in {feature, "base", "web"}


def test_only_the_command_line_knows_the_embedded_database() -> None:
    users = {
        path.parent.name for path in PACKAGE.rglob("*.py") if any("powderapp.embedded" in n for n in _imported(path))
    }
    assert users <= {"embedded", "cli"}
