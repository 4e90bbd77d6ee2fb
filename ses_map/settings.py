"""Settings: values from ``SES_MAP_*``, validated once, passed in everywhere else.

``Settings.from_environment`` is called in ``ses_map.cli`` and ``ses_map.web.wsgi`` and nowhere else.
"""

import os
from datetime import date, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ses_map.errors import InvalidInputError
from ses_map.model import CONFIRMED_MONTHS
from ses_map.storage import DatabaseUrl, read_storage
from ses_map.vocabulary import read_day

_PREFIX = "SES_MAP_"
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_PORT = r"(?::[0-9]{1,5})?"
#: ``https:``, ``'self'``, a host with or without ``https://``, ``*.`` and a port, or this machine over plain http.
_FRAMER = (
    rf"(?:https:|'self'|https://(?:\*\.)?{_NAME}{_PORT}|\*\.{_NAME}{_PORT}|http://(?:localhost|127\.0\.0\.1){_PORT})"
)
#: Names of hosts, each with its port or without, separated by single spaces.
_HOSTS = rf"^(?:{_NAME}{_PORT}(?: {_NAME}{_PORT})*)?$"
_POLAND = ZoneInfo("Europe/Warsaw")
_PACKAGE = Path(__file__).resolve().parent


def today() -> date:
    """Return the calendar day in Poland; :meth:`Settings.day` asks, and everything else is told the day."""
    return datetime.now(_POLAND).date()


def _read_day(value: Any) -> date | None:
    """Read a day as it is written in addresses, or the absence of one."""
    return value if isinstance(value, date) else read_day(str(value)) if value else None


def _home(name: str) -> Path:
    """Find a data folder: beside the package in a checkout, inside it once installed."""
    beside = _PACKAGE.parent / name
    return beside if beside.is_dir() else _PACKAGE / f"_{name}"


class Settings(BaseSettings):
    """Everything that an operator can set.

    Unknown names are refused, so that a misspelt variable is an error and not a silent default.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True)

    #: Folder of published snapshots, or the address of a PostgreSQL database: ``postgresql://user@host/database``.
    store: Annotated[Path | DatabaseUrl, PlainValidator(read_storage)] = Path(".snapshots")
    #: Folder of source data, see its README.
    geodata: Path = _home("geodata")
    #: Folder of page templates.
    templates: Path = _home("templates")
    #: Address and port to serve on.
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    #: Worker processes.
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    #: Threads per worker.
    threads: Annotated[int, Field(ge=1, le=64)] = 4
    #: Address where errors are reported, ``mailto:`` or ``https:``; without it a page says whom to tell.
    report: Annotated[str, Field(pattern=r"^(?:(?:mailto:|https://)\S+)?$")] = ""
    #: Who runs the service, as its pages name them; empty: they say that nobody is named.
    operator: Annotated[str, Field(max_length=200)] = ""
    #: How to reach them, ``mailto:`` or ``https:``.
    operator_url: Annotated[str, Field(pattern=r"^(?:(?:mailto:|https://)\S+)?$")] = ""
    #: Who may frame the pages under ``/embed/``: sources of ``frame-ancestors``, separated by single spaces.
    framers: Annotated[str, Field(pattern=f"^{_FRAMER}(?: {_FRAMER})*$")] = "https:"
    #: Months for which a source confirms a claim without a stated end; a build writes the number into its snapshot.
    confirmed_months: Annotated[int, Field(ge=1, le=1200)] = CONFIRMED_MONTHS
    #: Snapshots to keep after a build, so that a page opened before it still finds its files.
    keep: Annotated[int, Field(ge=2)] = 5
    #: Requests to ``/api/`` that one remote address may make in a minute, for each worker process; 0 does not count.
    rate: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    #: Proxies in front, whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed; 0 believes nobody.
    proxies: Annotated[int, Field(ge=0, le=10)] = 0
    #: Names that the service answers to, separated by single spaces; empty answers to any.
    hosts: Annotated[str, Field(pattern=_HOSTS)] = ""
    #: What is logged: ``errors``, also ``events`` (starts, snapshots), also all ``requests``, without personal data.
    log: Literal["errors", "events", "requests"] = "events"
    #: Addresses and networks that may read ``/metrics``, separated by spaces; empty: nobody.
    metrics: str = ""
    #: The day that answers without one are for, in place of today: for tests and for a look at another day's service.
    today: Annotated[date | None, PlainValidator(_read_day)] = None

    @field_validator("metrics")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for network in value.split():
            ip_network(network)
        return value

    def day(self) -> date:
        """Return the day that answers without one are for: the one that is set, else today in Poland."""
        return self.today or today()

    def variables(self) -> dict[str, str]:
        """Write all settings as variables, for a process that is started with them."""
        written = {name: "" if value is None else str(value) for name, value in self.model_dump().items()}
        return {f"{_PREFIX}{name.upper()}": text for name, text in written.items()}

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read and validate the environment.

        Raises
        ------
        InvalidInputError
            When a ``SES_MAP_*`` variable is unknown or has a value that cannot be used.
        """
        known = {f"{_PREFIX}{name.upper()}" for name in cls.model_fields}
        unknown = sorted(v for v in os.environ if v.upper().startswith(_PREFIX) and v.upper() not in known)
        if unknown:
            raise InvalidInputError(f"unknown setting {', '.join(unknown)}: known are {', '.join(sorted(known))}")
        try:
            return cls()
        except ValidationError as error:
            first = error.errors()[0]
            name = f"{_PREFIX}{str(first['loc'][0]).upper()}"
            raise InvalidInputError(f"{name}={_shown(name, first)} cannot be used: {first['msg']}") from None


def _shown(name: str, error: Any) -> str:
    """Repeat what was set, but not for a store: in an address that cannot be read, a password may be anywhere."""
    text = str(error.get("input"))
    return "'…'" if name == f"{_PREFIX}STORE" and text else repr(text)
