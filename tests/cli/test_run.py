"""One command serves the shop, and whatever is killed comes back by itself."""

import os
import signal
import socket
from pathlib import Path

import pytest

from powderapp.embedded import Server
from powderapp.embedded.processes import at_work_in, postmaster_lives
from tests.support.postgres import Database
from tests.support.processes import kill_postmaster
from tests.support.running import Running, command, free_port, running, wait_for


def _answers(shop: Running) -> bool:
    return shop.status("/") in {200, 302, 303, 401, 403, 404}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_its_address_once_it_answers_and_stops_clean(shop_folder: Path, number: signal.Signals) -> None:
    with running(shop_folder) as shop:
        assert shop.wait_until_ready() == f"PowderApp is ready: http://127.0.0.1:{shop.port} (Ctrl-C stops it)\n"
        assert _answers(shop)
        shop.end(number)
        assert not at_work_in(shop.cluster)
        assert not (shop.cluster / "postmaster.pid").exists()


def test_killed_servers_and_workers_are_brought_back_while_it_runs(served_before: Path) -> None:
    with running(served_before) as shop:
        shop.wait_until_ready()
        kill_postmaster(shop.cluster)
        wait_for(postmaster_lives, shop.cluster)
        for worker in shop.workers():
            os.kill(worker, signal.SIGKILL)
        wait_for(_answers, shop)


def test_after_the_supervisor_was_killed_the_next_start_takes_over(served_before: Path) -> None:
    with running(served_before) as first:
        first.wait_until_ready()
        first.end(signal.SIGKILL)
        assert postmaster_lives(first.cluster), "the server outlives its supervisor"
        with running(served_before, port=first.port) as second:
            assert "ready" in second.wait_until_ready()
            assert _answers(second)
            second.end()
            assert not at_work_in(second.cluster), "and the last one out stops it"


def test_a_backup_joins_the_shop_that_runs(served_before: Path) -> None:
    with running(served_before) as shop:
        shop.wait_until_ready()
        done = command(served_before, "backup")
        assert done.stdout.startswith("Backed up to ")
        assert _answers(shop), "and leaves it alone"


def test_a_port_that_is_taken_is_named(shop_folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = command(shop_folder, "run", PORT=port)
    assert refused.returncode == 1
    assert (
        refused.stderr
        == f"Error: Port {port} of 127.0.0.1 cannot be used (Address already in use): set another PORT.\n"
    )


def test_a_setting_that_is_missing_is_one_line_and_no_traceback(shop_folder: Path) -> None:
    refused = command(shop_folder, "run", FLASK_ENV="production")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "Error: SECRET_KEY is missing: in production set it to a long random text.\n"


def test_with_a_database_elsewhere_none_of_ours_is_begun(shop_folder: Path, copy: Database) -> None:
    urls = {"DATABASE_URL": copy.app_url, "DATABASE_OWNER_URL": copy.owner_url}
    refused = command(shop_folder, "db", "check", **urls)
    assert "fsync is off" in refused.stderr, "the tests' own server is not safe enough for a shop"
    assert not (shop_folder / "storage" / "database").exists()


def test_it_serves_from_a_database_elsewhere_in_production(shop_folder: Path, elsewhere: Server) -> None:
    said = {"DATABASE_URL": elsewhere.app_url, "DATABASE_OWNER_URL": elsewhere.owner_url, "FLASK_ENV": "production"}
    with running(shop_folder, SECRET_KEY="4f1c9a7be2d84f0c9a1b", **said) as shop:
        assert "ready" in shop.wait_until_ready()
        assert command(shop_folder, "health", PORT=str(shop.port)).stdout == "PowderApp answers.\n"
        assert shop.end() == 0
    assert elsewhere.leave(), "nobody else used it, and it was left running"
    assert not (shop_folder / "storage" / "database").exists()


def test_one_login_for_both_is_said(shop_folder: Path, elsewhere: Server) -> None:
    told = command(shop_folder, "db", "upgrade", DATABASE_URL=elsewhere.owner_url)
    assert told.stdout == "The database is up to date.\n"
    assert told.stderr.startswith("DATABASE_OWNER_URL is not set: ")


def test_what_the_app_tells_goes_to_the_log_file(served_before: Path) -> None:
    with running(served_before, LOG_FILE="logs/shop.log") as shop:
        shop.wait_until_ready()
        shop.status("/setup")
        assert "The set-up code is" in (served_before / "logs" / "shop.log").read_text()


def test_health_says_when_nobody_answers(shop_folder: Path) -> None:
    asked = command(shop_folder, "health", PORT=str(free_port()))
    assert asked.returncode == 1
    assert "Nobody answers on port" in asked.stderr


def test_a_database_that_does_not_answer_is_named(shop_folder: Path) -> None:
    url = f"postgresql://app:secret@127.0.0.1:{free_port()}/shop"
    refused = command(shop_folder, "db", "upgrade", DATABASE_URL=url)
    assert refused.stderr.startswith("Error: The database of DATABASE_URL does not answer: ")
    assert "secret" not in refused.stderr


def test_the_owners_envelope_holds_what_opens_the_shop(shop_folder: Path) -> None:
    shown = command(shop_folder, "secrets", "--print").stdout
    kept = (shop_folder / "storage" / "secrets" / "PIN_PEPPER").read_text().strip()
    assert f"PIN_PEPPER={kept}" in shown
    assert kept not in command(shop_folder, "secrets").stdout
