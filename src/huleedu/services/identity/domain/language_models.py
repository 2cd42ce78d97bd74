"""Which language models a school allows, at whose, and for how much."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from huleedu.services.identity.domain.outcomes import Field, FieldProblem

LlmProtocol = Literal["openai", "anthropic"]
LlmWho = Literal["teachers", "administrators"]
PROTOCOLS: tuple[LlmProtocol, ...] = get_args(LlmProtocol)
MODELS_MAX = 20
TEXT_MAX = 200
MONEY_MAX = Decimal(1_000_000_000)
ADDRESS = re.compile(r"https://[^/\s@?#]+(/[^\s?#]*)?")
ON_THIS_MACHINE = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/[^\s?#]*)?")
CONTRACT = re.compile(r"https://[^/\s@]+\S*")
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmSettings:
    """What is allowed. Prices are of a million tokens, and limits, in the currency."""

    provider: str
    country: str
    contract: str
    """Where the agreement stands; empty for models on this machine."""
    protocol: LlmProtocol
    endpoint: str
    """Up to and with the version, `https://api.example.com/v1`."""
    models: tuple[str, ...]
    currency: str
    price_in: Decimal
    price_out: Decimal
    limit_batch: Decimal
    limit_month: Decimal
    who: LlmWho
    """Who may have them used."""


@dataclass(frozen=True, slots=True)
class LlmOff:
    """The school allows no language models."""


@dataclass(frozen=True, slots=True)
class LlmMonthOver:
    """Nothing was set aside: so little of this month's money is left."""

    left: Decimal


def may_use_llm(settings: LlmSettings | LlmOff, rights: Collection[str]) -> bool:
    """Whether somebody of these rights may have language models used."""
    if isinstance(settings, LlmOff):
        return False
    return "administrator" in rights or (settings.who == "teachers" and "teacher" in rights)


def llm_problems(told: LlmSettings, *, operator: bool) -> tuple[FieldProblem, ...]:
    """What is wrong with which field.

    Args:
        operator: may let this program ask services on its own machine; others could make it
            knock at doors that are none of theirs.
    """
    return tuple(FieldProblem(field, f"llm.{why}") for field, why in _wrong(told, operator))


def _wrong(told: LlmSettings, operator: bool) -> Iterable[tuple[Field, str]]:
    here = bool(ON_THIS_MACHINE.fullmatch(told.endpoint))
    if not _is_line(told.provider):
        yield "provider", "line"
    if not _is_line(told.country):
        yield "country", "line"
    if not (ADDRESS.fullmatch(told.endpoint) or (here and operator)):
        yield "endpoint", "endpoint"
    if not (CONTRACT.fullmatch(told.contract) or (here and not told.contract)):
        yield "contract", "contract"
    named = all(_is_line(model) for model in told.models)
    if not (named and 0 < len(set(told.models)) == len(told.models) <= MODELS_MAX):
        yield "models", "models"
    if not CURRENCY.fullmatch(told.currency):
        yield "currency", "currency"
    yield from _wrong_money(told)


def _wrong_money(told: LlmSettings) -> Iterable[tuple[Field, str]]:
    if not _is_money(told.price_in):
        yield "price_in", "price"
    if not _is_money(told.price_out):
        yield "price_out", "price"
    if not (_is_money(told.limit_batch) and told.limit_batch > 0):
        yield "limit_batch", "limit"
    elif not (_is_money(told.limit_month) and told.limit_month >= told.limit_batch):
        yield "limit_month", "limit_month"


def _is_line(text: str) -> bool:
    return 0 < len(text.strip()) <= TEXT_MAX and text.isprintable()


def _is_money(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount <= MONEY_MAX
