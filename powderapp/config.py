"""Settings from the environment, read once into one frozen value.

A `.env` file in the working folder is read; what the environment itself says wins. What the shop decides (name, units,
prices ...) is not here but in the database. In production a missing or example secret refuses to start.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from powderapp.base.secret_files import read_or_make
from powderapp.base.setup_errors import SetupError

EXAMPLES = {"", "secret", "changeme", "example", "password", "postgres", "powderapp", "dev", "development", "test"}
EXAMPLE_PINS = {"0000", "1111", "1234", "4321", "12345", "123456", "000000"}
SHORTEST_SECRET = 16
SECRET_FILES = ("SECRET_KEY", "PIN_PEPPER")


class ConfigError(SetupError):
    """A setting is missing or wrong; the text names it."""


@dataclass(frozen=True)
class Settings:
    """All settings. `database_url` is None where the PostgreSQL that comes along is to be used.

    secret_key signs what browsers keep, pin_pepper is mixed into every PIN: neither is shown by `repr`.
    base_url: scheme, host and port only, no slash at its end. trusted_proxies: addresses or networks.
    """

    secret_key: str = field(repr=False)
    pin_pepper: str = field(repr=False)
    storage_dir: Path
    backup_dir: Path
    database_url: str | None = field(default=None, repr=False)
    database_owner_url: str | None = field(default=None, repr=False)
    admin_pin: str | None = field(default=None, repr=False)
    flask_env: str = "development"
    workers: int = 2
    host: str = "127.0.0.1"
    port: int = 5000
    base_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    mail_url: str | None = field(default=None, repr=False)
    log_file: Path | None = None

    @property
    def production(self) -> bool:
        """Whether secrets must be real ones."""
        return self.flask_env == "production"

    @property
    def https(self) -> bool:
        """Whether browsers reach us by https (`__Host-` cookies, Fetch Metadata)."""
        return (self.base_url or "").startswith("https://")

    @property
    def address(self) -> str:
        """Where a person points the browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.base_url or f"http://{host}:{self.port}"

    @property
    def secrets_dir(self) -> Path:
        """The secrets made at the first start: the owner's envelope."""
        return self.storage_dir / "secrets"


def load(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read `.env` in `folder` (default: the working folder) and the environment. Errors: ConfigError."""
    folder = folder or Path.cwd()
    given = {name: value or "" for name, value in dotenv_values(folder / ".env", interpolate=False).items()}
    given |= os.environ if environment is None else environment
    said = {name: value.strip() for name, value in given.items() if value.strip()}
    storage = folder / said.get("STORAGE_DIR", "storage")
    settings = Settings(
        secret_key=_secret(said, storage, "SECRET_KEY", refuse_missing=True),
        pin_pepper=_secret(said, storage, "PIN_PEPPER"),
        storage_dir=storage,
        backup_dir=folder / said.get("BACKUP_DIR", storage / "backups"),
        database_url=_database(said, "DATABASE_URL"),
        database_owner_url=_database(said, "DATABASE_OWNER_URL"),
        admin_pin=_admin_pin(said),
        flask_env=_one_of(said, "FLASK_ENV", "development", "production", "testing"),
        workers=_number(said, "GUNICORN_WORKERS", 2, 1, 64),
        host=said.get("HOST", "127.0.0.1"),
        port=_number(said, "PORT", 5000, 1, 65535),
        base_url=_base_url(said),
        trusted_proxies=_networks(said, "TRUSTED_PROXIES"),
        mail_url=said.get("MAIL_URL"),
        log_file=folder / said["LOG_FILE"] if "LOG_FILE" in said else None,
    )
    _refuse_open_host(settings)
    return settings


def _production(said: Mapping[str, str]) -> bool:
    return said.get("FLASK_ENV") == "production"


def _is_example(secret: str) -> bool:
    return secret.lower() in EXAMPLES or secret.lower().startswith(("change-me", "change_me", "your-", "example"))


def _secret(said: Mapping[str, str], storage: Path, name: str, refuse_missing: bool = False) -> str:
    """From the environment, else from its file; in production a missing `SECRET_KEY` is not made up."""
    secret = said.get(name)
    if secret is None:
        if refuse_missing and _production(said) and not (storage / "secrets" / name).exists():
            raise ConfigError(f"{name} is missing: in production set it to a long random text.")
        return _from_file(storage / "secrets", name)
    if _production(said) and (_is_example(secret) or len(secret) < SHORTEST_SECRET):
        raise ConfigError(f"{name} is an example or too short: in production set it to a long random text.")
    return secret


def _from_file(folder: Path, name: str) -> str:
    try:
        return read_or_make(folder, name)
    except OSError as error:
        raise ConfigError(f"No right to keep {name} in {folder} ({error.strerror}): set STORAGE_DIR.") from error


def _admin_pin(said: Mapping[str, str]) -> str | None:
    pin = said.get("ADMIN_PIN")
    if pin and _production(said) and (_is_example(pin) or pin in EXAMPLE_PINS):
        raise ConfigError("ADMIN_PIN is an example: in production choose your own, or leave it out.")
    return pin


def _database(said: Mapping[str, str], name: str) -> str | None:
    """The URL as psycopg, SQLAlchemy and pg_dump understand it alike."""
    if name not in said:
        return None
    scheme, _, rest = said[name].partition("://")
    if scheme not in {"postgresql", "postgres", "postgresql+psycopg"} or not rest:
        raise ConfigError(f"{name} must begin with postgresql://")
    url = f"postgresql://{rest}"
    password = _password(name, url)
    if _production(said) and password is not None and _is_example(password):
        raise ConfigError(f"{name} holds an example password: in production set a real one.")
    return url


def _password(name: str, url: str) -> str | None:
    try:
        return urlsplit(url).password
    except ValueError as error:
        raise ConfigError(f"{name} cannot be read: {error}.") from error


def _one_of(said: Mapping[str, str], name: str, *choices: str) -> str:
    value = said.get(name, choices[0])
    if value not in choices:
        raise ConfigError(f"{name} must be one of {', '.join(choices)}, not {value}.")
    return value


def _number(said: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = said.get(name, str(default))
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ConfigError(f"{name} must be a number from {low} to {high}, not {value}.")
    return int(value)


def _base_url(said: Mapping[str, str]) -> str | None:
    value = said.get("BASE_URL")
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ConfigError(f"BASE_URL must look like https://shop.example, not {value}.")
    return f"{parts.scheme}://{parts.netloc}"


def _networks(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    words = [word.strip() for word in said.get(name, "").split(",") if word.strip()]
    try:
        return tuple(str(ip_network(word, strict=False)) for word in words)
    except ValueError as error:
        raise ConfigError(f"{name} must be addresses or networks with commas between: {error}.") from error


def _refuse_open_host(settings: Settings) -> None:
    """Others can reach us only under a name we know: forged Host headers stay out."""
    if not is_loopback(settings.host) and settings.base_url is None:
        raise ConfigError(f"HOST is {settings.host}, which others can reach: set BASE_URL to the address they use.")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
