"""What a school may allow, and who may have it used."""

from dataclasses import replace
from decimal import Decimal

import pytest

from huleedu.services.identity.domain.language_models import (
    LlmOff,
    LlmSettings,
    llm_problems,
    may_use_llm,
)

ALLOWED = LlmSettings(
    provider="Example AB",
    country="Sweden",
    contract="https://example.com/dpa",
    protocol="openai",
    endpoint="https://api.example.com/v1",
    models=("judge-1",),
    currency="SEK",
    price_in=Decimal("2.5"),
    price_out=Decimal(10),
    limit_batch=Decimal(20),
    limit_month=Decimal(500),
    who="teachers",
)


def test_all_of_it_is_well() -> None:
    assert llm_problems(ALLOWED, operator=False) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("provider", " "),
        ("country", "a\nb"),
        ("contract", ""),
        ("contract", "javascript:alert(1)"),
        ("endpoint", "http://api.example.com/v1"),
        ("endpoint", "https://key@api.example.com/v1"),
        ("endpoint", "https://api.example.com/v1?key=1"),
        ("endpoint", "http://127.0.0.1:5432/"),
        ("models", ()),
        ("models", ("a", "a")),
        ("models", ("a\0",)),
        ("currency", "kr"),
        ("price_in", Decimal("NaN")),
        ("price_out", Decimal(-1)),
        ("limit_batch", Decimal(0)),
        ("limit_month", Decimal(19)),
    ],
)
def test_what_is_wrong_is_told_by_its_field(field: str, value: object) -> None:
    told = replace(ALLOWED, **{field: value})
    assert [each.field for each in llm_problems(told, operator=False)] == [field]


def test_models_on_this_machine_are_the_operators() -> None:
    here = replace(ALLOWED, endpoint="http://localhost:11434/v1", contract="")
    assert llm_problems(here, operator=True) == ()
    assert [each.field for each in llm_problems(here, operator=False)] == ["endpoint"]
    sly = replace(here, endpoint="http://localhost.example.com/v1")
    assert "endpoint" in [each.field for each in llm_problems(sly, operator=True)]


def test_who_may_have_them_used() -> None:
    only = replace(ALLOWED, who="administrators")
    assert may_use_llm(ALLOWED, {"teacher"})
    assert may_use_llm(only, {"administrator"})
    assert not may_use_llm(only, {"teacher"})
    assert not may_use_llm(ALLOWED, {"operator"})
    assert not may_use_llm(LlmOff(), {"administrator", "teacher"})
