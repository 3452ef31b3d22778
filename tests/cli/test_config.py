"""Settings come from the environment, and what is missing or unsafe is named."""

from pathlib import Path

import pytest

from powderapp.config import ConfigError, Settings, load

REAL = "4f1c9a7be2d84f0c9a1b"


def read(folder: Path, **said: str) -> Settings:
    return load(said, folder)


def test_without_any_setting_the_shop_is_on_this_machine_alone(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 5000, 2)
    assert settings.database_url is None
    assert settings.address == "http://127.0.0.1:5000"


def test_secrets_are_made_once_and_kept_private(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key != first.pin_pepper
    assert len(first.secret_key) >= 32
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "storage" / "secrets").iterdir()} == {0o600}


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8001\nGUNICORN_WORKERS=4\n")
    settings = read(tmp_path, PORT="9001")
    assert (settings.port, settings.workers) == (9001, 4)


def test_an_empty_setting_is_no_setting(tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL="", PORT=" ").database_url is None


def test_secrets_are_not_shown_by_accident(tmp_path: Path) -> None:
    shown = repr(read(tmp_path, SECRET_KEY=REAL, ADMIN_PIN="8361", DATABASE_URL="postgresql://a:hidden@db/shop"))
    assert not any(secret in shown for secret in (REAL, "8361", "hidden"))


@pytest.mark.parametrize(
    "said", [{}, {"SECRET_KEY": "change-me"}, {"SECRET_KEY": "Secret"}, {"SECRET_KEY": "tooshort"}]
)
def test_in_production_a_missing_or_example_key_is_named(tmp_path: Path, said: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=r"^SECRET_KEY is (missing|an example)"):
        read(tmp_path, FLASK_ENV="production", **said)


def test_the_examples_of_the_example_file_are_refused(tmp_path: Path) -> None:
    lines = (Path(__file__).parents[2] / ".env.example").read_text().replace("\n#", "\n").splitlines()
    said = dict(line.split("=", 1) for line in lines if "=" in line and line.split("=")[0].isupper())
    for name in ("SECRET_KEY", "PIN_PEPPER", "ADMIN_PIN", "DATABASE_URL", "DATABASE_OWNER_URL"):
        real = {"SECRET_KEY": REAL, "FLASK_ENV": "production"}
        with pytest.raises(ConfigError, match=rf"^{name} "):
            read(tmp_path, **(real | {name: said[name]}))


def test_in_production_the_key_of_an_earlier_start_will_do(tmp_path: Path) -> None:
    earlier = read(tmp_path)
    assert read(tmp_path, FLASK_ENV="production").secret_key == earlier.secret_key


@pytest.mark.parametrize("pin", ["1234", "0000", "change-me"])
def test_in_production_an_example_pin_is_refused(tmp_path: Path, pin: str) -> None:
    with pytest.raises(ConfigError, match=r"^ADMIN_PIN is an example"):
        read(tmp_path, FLASK_ENV="production", SECRET_KEY=REAL, ADMIN_PIN=pin)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "::", "shop.lan"])
def test_a_host_that_others_can_reach_needs_the_address_they_use(tmp_path: Path, host: str) -> None:
    with pytest.raises(ConfigError, match="set BASE_URL"):
        read(tmp_path, HOST=host)
    assert read(tmp_path, HOST=host, BASE_URL="http://shop.lan:5000").address == "http://shop.lan:5000"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.10", "::1"])
def test_this_machine_needs_no_address(tmp_path: Path, host: str) -> None:
    assert read(tmp_path, HOST=host).base_url is None


def test_https_is_what_the_address_says(tmp_path: Path) -> None:
    assert read(tmp_path, BASE_URL="https://shop.test/").https
    assert not read(tmp_path, BASE_URL="http://shop.test").https


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_spelling_of_the_database_is_understood(tmp_path: Path, scheme: str) -> None:
    assert read(tmp_path, DATABASE_URL=f"{scheme}://app@db/shop").database_url == "postgresql://app@db/shop"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "70000"),
        ("GUNICORN_WORKERS", "0"),
        ("FLASK_ENV", "debug"),
        ("BASE_URL", "shop.test"),
        ("BASE_URL", "https://shop.test/app"),
        ("DATABASE_URL", "mysql://db/shop"),
        ("TRUSTED_PROXIES", "the proxy"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} "):
        read(tmp_path, **{name: value})


def test_proxies_are_addresses_or_networks(tmp_path: Path) -> None:
    assert read(tmp_path, TRUSTED_PROXIES="10.0.0.0/8, ::1").trusted_proxies == ("10.0.0.0/8", "::1/128")


def test_a_storage_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "storage").write_text("a file where the folder should be")
    with pytest.raises(ConfigError, match="set STORAGE_DIR"):
        read(tmp_path)
