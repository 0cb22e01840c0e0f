"""What can be set from outside: environment variables that begin with ANNALS_."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.limits.limits import Limits
from api.observability.logs import LogFormat, LogLevel
from domain.errors import BadInput
from domain.log.seal.keys import SealFiles
from scripts.support.conninfo import checked, without_password
from scripts.support.embedded import default_home
from scripts.support.roles import Role

PREFIX = "ANNALS_"

DATABASE_URL = "database_url"
ROLE_URLS = {role: f"{role}_url" for role in Role if role is not Role.OWNER}
URLS = (DATABASE_URL, *ROLE_URLS.values())
"""The settings that may hold a password."""


class Settings(Limits, BaseSettings):
    """The settings of this process."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, use_attribute_docstrings=True)

    database_url: str | None = None
    """The PostgreSQL (15 or newer) that holds log and views: a URL (postgresql://user@host/name) or a connection string
    (host=... dbname=..., service=...). Unset: an embedded one."""
    writer_url: str | None = None
    """The same database as the role that appends to the log. This and the next three: unset, ANNALS_DATABASE_URL."""
    folder_url: str | None = None
    """The same database as the role that makes and fills the views."""
    reader_url: str | None = None
    """The same database as the role that the API reads views with."""
    verifier_url: str | None = None
    """The same database as the role that annals verify works with."""
    home: Path = Field(default_factory=default_home)
    """The folder of the embedded database."""
    seal_key: Path | None = None
    """The file of the private key that the log is sealed with. Unset: in ANNALS_HOME, named by the id of the log."""
    seal_folder: Path | None = None
    """A folder for a copy of every checkpoint that is signed; unset: the database has them, and the last is beside the key."""
    host: str = "127.0.0.1"
    """The address on which the API is served."""
    port: int = Field(default=8000, ge=1, le=65535)
    """The port on which the API is served."""
    pool_size: int = Field(default=8, ge=1, le=1000)
    """How many database connections a server process reads through at most."""
    read_timeout: float = Field(default=30, gt=0, le=86_400)
    """How many seconds a client may take to send a request before its connection is closed."""
    dataset: str = Field(default="annals", min_length=1, max_length=200)
    """What citations call this database."""
    project: bool = True
    """Whether serving keeps the views current, too."""
    lock_timeout: float = Field(default=60, gt=0, le=86_400)
    """How many seconds an append, a fold or a rebuild waits for a lock that another process holds before it gives up."""
    clock_ahead: Literal["refuse", "warn"] = "refuse"
    """What an append does when the last entry lies more than five seconds in the future of the database's clock."""

    log_format: LogFormat = LogFormat.TEXT
    """What the lines of a server's log look like: text, or json."""
    log_level: LogLevel = LogLevel.INFO
    """From which level on they are written: debug, info (a line for each request), warning or error."""

    def url_of(self, role: Role) -> str | None:
        """The database as a role sees it; None: an embedded one."""
        return (getattr(self, ROLE_URLS[role]) if role in ROLE_URLS else None) or self.database_url

    @property
    def seal_files(self) -> SealFiles:
        """Where the key of the log's seal is."""
        home = self.home
        # A user without a home folder may name the file of the key, or never seal.
        with suppress(RuntimeError):
            home = home.expanduser()
        return SealFiles(home, self.seal_key, self.seal_folder)

    @property
    def divided(self) -> bool:
        """Whether processes connect with several roles."""
        return any(getattr(self, name) for name in ROLE_URLS.values())

    @field_validator(*URLS)
    @classmethod
    def _is_a_connection_string(cls, url: str | None) -> str | None:
        return url if url is None else checked(url)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """As the limits have them, and the address on which the API is served."""
        return super().allowed_hosts | {self.host.lower()}


class Setting(NamedTuple):
    """One setting as told to people."""

    name: str
    value: str
    default: str
    description: str


def read_settings() -> Settings:
    """The settings as the environment has them. Raises BadInput."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadInput("\n".join(_problem(e) for e in error.errors(include_url=False))) from error


def _problem(error: Any) -> str:
    name, reason = str(error["loc"][0]), str(error["msg"]).removeprefix("Value error, ")
    given = "wrong" if name in URLS else repr(str(error["input"]))
    return f"{PREFIX}{name.upper()} is {given}: {reason}"


def listed(settings: Settings) -> Iterator[Setting]:
    """Every setting with its value, default and description."""
    for field, (name, default, description) in zip(Settings.model_fields, described(), strict=True):
        value = getattr(settings, field)
        shown = without_password(value) if field in URLS and value is not None else _shown(value)
        yield Setting(name, shown, default, description)


def described() -> Iterator[tuple[str, str, str]]:
    """The name, default and description of every setting."""
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        yield PREFIX + name.upper(), _shown(default), " ".join((field.description or "").split())


def _shown(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
