"""Docker Compose makes the same two logins; its script is run here against a fresh server, and its file is read."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from powderapp import config, embedded
from powderapp.embedded.roles import SUPERUSER

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DENIED = psycopg.errors.InsufficientPrivilege
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SAID = {
    "BASE_URL": "https://shop.test",
    "SECRET_KEY": "4f1c9a7be2d84f0c9a1b",
    "OWNER_PASSWORD": "of1the2owner",
    "APP_PASSWORD": "of1the2app",
    "SUPERUSER_PASSWORD": "of1the2superuser",
}


def _filled(text: str) -> str:
    """Values of `${NAME:?...}` and `${NAME:-default}`, as Compose fills them in."""
    return re.sub(r"\$\{(\w+):([?-])([^}]*)\}", lambda m: SAID.get(m[1], m[3] if m[2] == "-" else ""), text)


def test_the_application_accepts_what_compose_tells_it(tmp_path: Path) -> None:
    said = {name: _filled(str(value)) for name, value in SERVICES["app"]["environment"].items()}
    settings = config.load(said, tmp_path)
    assert settings.production
    assert settings.database_url == "postgresql://powderapp_app:of1the2app@database/powderapp"
    assert settings.database_owner_url == "postgresql://powderapp_owner:of1the2owner@database/powderapp"


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "OWNER_PASSWORD", "APP_PASSWORD", "SUPERUSER_PASSWORD", "BASE_URL"):
        assert f"${{{name}:?" in text
        assert f"${{{name}:-" not in text


def test_killed_children_are_reaped_in_every_container() -> None:
    assert [service["init"] for service in SERVICES.values()] == [True, True]


def test_the_image_is_not_run_as_root_and_not_on_alpine() -> None:
    assert re.search(r"^USER powderapp$", DOCKERFILE, re.MULTILINE)
    assert "alpine" not in DOCKERFILE.lower()
    assert "--require-hashes" in DOCKERFILE


def test_the_image_carries_every_folder_the_wheel_needs() -> None:
    copied = set(re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE))
    assert {"powderapp", "templates", "static", "migrations"} <= copied
    assert all((ROOT / name).exists() for line in copied for name in line.split())


@pytest.fixture
def fresh(elsewhere: embedded.Server) -> embedded.Server:
    """A server as the image of PostgreSQL leaves it: a superuser, and nothing else yet."""
    with psycopg.connect(elsewhere.logins.url(SUPERUSER, "postgres"), autocommit=True) as superuser:
        superuser.execute("drop database powderapp")
        superuser.execute("drop role powderapp_app, powderapp_owner")
    return elsewhere


def test_its_script_makes_the_two_logins(fresh: embedded.Server) -> None:
    script = COMPOSE["configs"]["roles"]["content"].replace("$$", "$")
    password = (fresh.logins.secrets / "database_superuser_password").read_text().strip()
    said = SAID | {"POSTGRES_PASSWORD": password, "PGHOST": str(fresh.logins.socket)}
    environment = os.environ | said | {"PATH": f"{fresh.bindir}:{os.environ['PATH']}"}
    subprocess.run(["bash", "-euc", script], env=environment, check=True)
    with psycopg.connect(_as(fresh, "powderapp_owner", "of1the2owner")) as owner:
        owner.execute("create table shelf (id int)")
    with psycopg.connect(_as(fresh, "powderapp_app", "of1the2app")) as app, pytest.raises(DENIED):
        app.execute("create table mine (id int)")


def _as(server: embedded.Server, role: str, password: str) -> str:
    return f"host={server.logins.socket} dbname=powderapp user={role} password={password}"
