"""A shop without a database server starts one of its own."""

import os
import stat
from pathlib import Path

import psycopg
import pytest

from powderapp import embedded
from powderapp.embedded import roles
from tests.support.processes import python

BEGIN = """
import sys, pathlib
from powderapp import embedded
server = embedded.start(pathlib.Path(sys.argv[1]))
print(server.started)
sys.stdin.readline()
server.leave()
"""


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_fresh_folder_becomes_the_shops_database(data: Path) -> None:
    server = embedded.start(data)
    with psycopg.connect(server.owner_url) as owner:
        owner.execute("create table shelf (id int)")
    with psycopg.connect(server.app_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("create table shelf_of_the_app (id int)")


def test_the_application_owns_nothing_and_is_no_superuser(kept: Path) -> None:
    server = embedded.start(kept)
    with psycopg.connect(server.app_url) as app:
        rights = "select rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user"
        assert app.execute(rights).fetchone() == (False, False, False, False)
        owned = app.execute("select count(*) from pg_class where relowner = current_user::regrole").fetchone()
    assert owned == (0,)


@pytest.mark.parametrize("role", [roles.SUPERUSER, roles.OWNER, roles.APPLICATION])
def test_nobody_gets_in_without_a_password(kept: Path, role: str) -> None:
    server = embedded.start(kept)
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(host=str(server.logins.socket), dbname="powderapp", user=role)


def test_the_network_cannot_reach_it(kept: Path) -> None:
    with psycopg.connect(embedded.start(kept).app_url) as app:
        assert app.execute("show listen_addresses").fetchone() == ("",)


def test_folders_and_passwords_are_private(data: Path) -> None:
    embedded.start(data)
    assert [_mode(path) for path in (data, data / "pg", data / "run")] == [0o700, 0o700, 0o700]
    assert {_mode(path) for path in (data.parent / "secrets").iterdir()} == {0o600}


def test_the_server_answers_that_it_is_safe_against_a_power_cut(kept: Path) -> None:
    with psycopg.connect(embedded.start(kept).app_url) as app:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert app.execute(f"show {setting}").fetchone() == ("on",)


def test_a_second_start_joins_the_first_and_the_last_one_out_stops_it(kept: Path) -> None:
    first, second = embedded.start(kept), embedded.start(kept)
    assert (first.started, second.started) == (True, False)
    assert (first.leave(), second.alive()) == (False, True)
    assert (second.leave(), second.alive()) == (True, False)


def test_processes_that_start_at_once_share_one_server(data: Path) -> None:
    starters = [python(BEGIN, data) for _ in range(4)]
    answers = [starter.stdout.readline().strip() for starter in starters if starter.stdout]
    assert sorted(answers) == ["False", "False", "False", "True"]
    for starter in starters:
        starter.communicate("\n")
    assert not (data / "pg" / "postmaster.pid").exists()


def test_a_process_that_was_killed_no_longer_counts(kept: Path) -> None:
    killed = python(BEGIN, kept)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "True\n"
    ours = embedded.start(kept)
    killed.kill()
    killed.communicate()
    assert ours.leave(), "the last one out stops the server"


def test_a_forked_worker_that_ends_leaves_the_server_alone(kept: Path) -> None:
    server = embedded.start(kept)
    child = os.fork()
    if child == 0:
        os._exit(server.leave())
    assert os.waitpid(child, 0)[1] == 0
    assert server.alive()


def test_a_first_start_that_was_cut_short_is_done_again(kept: Path) -> None:
    (kept / "pg").rename(kept / "pg.new")
    assert embedded.start(kept).alive()
    assert not (kept / "pg.new").exists()


def test_logins_that_a_cut_left_out_are_made_at_the_next_start(kept: Path) -> None:
    server = embedded.start(kept)
    with psycopg.connect(server.logins.url(roles.SUPERUSER, "postgres"), autocommit=True) as superuser:
        superuser.execute("drop database powderapp")
        superuser.execute("drop role powderapp_app")
    with psycopg.connect(embedded.start(kept).app_url) as app:
        assert app.execute("select current_user").fetchone() == ("powderapp_app",)


def test_a_new_password_in_the_file_is_the_new_password(kept: Path) -> None:
    server = embedded.start(kept)
    (kept.parent / "secrets" / "database_app_password").write_text("a-new-one\n")
    assert "a-new-one" in embedded.start(kept).app_url
    psycopg.connect(server.app_url).close()


def test_a_folder_with_spaces_quotes_and_dollars_works(folder: Path) -> None:
    assert embedded.start(folder / 'it\'s $my 100% "shop", Ä' / "database").alive()


def test_a_path_too_long_for_a_socket_gets_a_short_one(folder: Path) -> None:
    server = embedded.start(folder / ("long" * 30) / "database")
    assert server.alive()
    assert _mode(server.logins.socket) == 0o700
