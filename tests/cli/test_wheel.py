"""The wheel carries everything: it runs from an empty folder, without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CARRIED = ("templates", "static", "migrations")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built from the checkout, with what is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def _files(folder: Path) -> set[str]:
    done = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True)
    return {line for line in done.stdout.split() if (ROOT / line).exists()}


@pytest.mark.parametrize("name", CARRIED)
def test_every_template_style_and_migration_is_in_it(wheel: zipfile.ZipFile, name: str) -> None:
    assert {f"powderapp/_assets/{path}" for path in _files(ROOT / name)} <= set(wheel.namelist())


def test_every_module_and_its_data_are_in_it(wheel: zipfile.ZipFile) -> None:
    assert _files(ROOT / "powderapp") <= set(wheel.namelist())


def test_no_test_and_no_storage_is_in_it(wheel: zipfile.ZipFile) -> None:
    assert {name.split("/")[0] for name in wheel.namelist()} == {"powderapp", "powderapp-0.2.0.dist-info"}


def test_it_brings_a_database_up_to_date_from_an_empty_folder(wheel: zipfile.ZipFile, shop_folder: Path) -> None:
    unpacked, empty = shop_folder / "wheel", shop_folder
    wheel.extractall(unpacked)
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    where = "import powderapp.assets_path as p; print(p.MIGRATIONS)"
    found = subprocess.run([sys.executable, "-c", where], cwd=empty, env=environment, capture_output=True, text=True)
    assert found.stdout.strip() == str(unpacked / "powderapp" / "_assets" / "migrations")
    upgrade = [sys.executable, "-m", "powderapp", "db", "upgrade"]
    done = subprocess.run(upgrade, cwd=empty, env=environment, capture_output=True, text=True)
    assert done.stdout == "The database is up to date.\n"
