"""A service is believed when every word of it is right, and in no other case."""

from datetime import UTC, datetime

import pytest
from tests.engines.oidc.provider import CLIENT, SECRET, providing

from huleedu.engines.oidc.provider import OidcService
from huleedu.kit.sign_in_service import (
    Answer,
    Client,
    Fault,
    ServiceFacts,
    ServiceWrong,
    Vouched,
)

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
VERIFIER, NONCE = "v" * 43, "n" * 43
CHALLENGE = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"
REDIRECT = "https://skola.example/back"


def answer(code: str) -> Answer:
    return Answer(code, VERIFIER, NONCE, REDIRECT)


def question() -> dict[str, str]:
    return {"code_challenge": CHALLENGE, "nonce": NONCE, "redirect_uri": REDIRECT}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("", Vouched("248289761001")),
        ("nonce", "nonce"),
        ("no nonce", "nonce"),
        ("audience", "audience"),
        ("audiences", "audience"),
        ("party", "audience"),
        ("other party", "audience"),
        ("issuer", "issuer"),
        ("expired", "expired"),
        ("early", "expired"),
        ("old", "expired"),
        ("no end", "expired"),
        ("text end", "expired"),
        ("no subject", "subject"),
        ("empty subject", "subject"),
        ("number subject", "subject"),
        ("alg none", "signature"),
        ("other key", "signature"),
        ("other key of the same name", "signature"),
        ("shared secret", "signature"),
        ("rsa", "signature"),
        ("changed", "signature"),
        ("no jwt", "signature"),
        ("no keys", "signature"),
        ("no token", "no_token"),
    ],
)
async def test_a_service_that_lies_is_not_believed(fault: str, expected: Vouched | Fault) -> None:
    async with providing(NOW) as provider:
        service = OidcService()
        facts = await service.facts(provider.issuer)
        assert isinstance(facts, ServiceFacts)
        provider.codes["code"] = question()
        provider.fault = fault
        found = await service.vouch(facts, Client(CLIENT, SECRET), answer("code"), NOW)
        wanted = expected if isinstance(expected, Vouched) else ServiceWrong(expected)
        assert found == wanted


async def test_a_code_counts_once_and_with_its_verifier() -> None:
    async with providing(NOW) as provider:
        service = OidcService()
        facts = await service.facts(provider.issuer)
        assert isinstance(facts, ServiceFacts)
        client = Client(CLIENT, SECRET)
        provider.codes["code"] = question()
        assert isinstance(await service.vouch(facts, client, answer("code"), NOW), Vouched)
        refused = ServiceWrong("refused")
        assert await service.vouch(facts, client, answer("code"), NOW) == refused
        provider.codes["code"] = question()
        other = Answer("code", "w" * 43, NONCE, REDIRECT)
        assert await service.vouch(facts, client, other, NOW) == refused


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("other issuer", "other_issuer"),
        ("no discovery", "refused"),
        ("redirect", "refused"),
        ("no json", "no_service"),
        ("a list", "no_service"),
        ("large", "no_service"),
        ("plain", "no_service"),
    ],
)
async def test_a_service_tells_where_it_is_or_it_is_none(fault: str, expected: Fault) -> None:
    async with providing(NOW) as provider:
        provider.fault = fault
        assert await OidcService().facts(provider.issuer) == ServiceWrong(expected)


@pytest.mark.parametrize(
    "address",
    [
        "http://skola.example",
        "ftp://skola.example",
        "https://",
        "skola.example",
        "https://user:secret@skola.example",
        "https://skola.example/#x",
        "https://skola.example/\nx",
        "https://[",
        "",
    ],
)
async def test_only_what_nobody_reads_on_the_way_is_asked(address: str) -> None:
    assert await OidcService().facts(address) == ServiceWrong("no_service")


async def test_a_service_that_is_away_is_told() -> None:
    assert await OidcService().facts("http://127.0.0.1:9") == ServiceWrong("away")
