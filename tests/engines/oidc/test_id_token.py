"""A token for several is taken only when it was made at our asking."""

from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from huleedu.engines.oidc.id_token import ALGORITHMS, check
from huleedu.kit.sign_in_service import ServiceWrong, Vouched

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
KEY = ECKey.generate_key("P-256")
RIGHT: dict[str, Any] = {
    "iss": "https://a.example",
    "aud": "us",
    "sub": "me",
    "exp": AT + 60,
    "iat": AT,
    "nonce": "n",
}


def checked(claims: dict[str, Any]) -> Vouched | ServiceWrong:
    token = jwt.encode({"alg": "ES256"}, claims, KEY)
    keys: dict[str, Any] = dict(KeySet([KEY]).as_dict(private=False))
    return check(token, keys, issuer="https://a.example", client="us", nonce="n", now=NOW)


@pytest.mark.parametrize(
    ("change", "taken"),
    [
        ({}, True),
        ({"aud": ["us"]}, True),
        ({"aud": ["us", "others"], "azp": "us"}, True),
        ({"aud": ["us", "others"]}, False),
        ({"aud": []}, False),
        ({"aud": 7}, False),
        ({"exp": AT - 59}, True),
        ({"exp": True}, False),
        ({"iat": AT + 60}, True),
        ({"nonce": ""}, False),
        ({"nonce": ["n"]}, False),
        ({"nonce": "\u00e9"}, False),
        ({"sub": "x" * 255}, True),
        ({"sub": "x" * 256}, False),
    ],
)
def test_every_word_counts(change: dict[str, Any], taken: bool) -> None:
    assert isinstance(checked(RIGHT | change), Vouched) == taken


def test_an_rsa_key_signs_too() -> None:
    key = RSAKey.generate_key(2048, {"kid": "r"})
    keys: dict[str, Any] = dict(KeySet([key]).as_dict(private=False))
    token = jwt.encode({"alg": "RS256", "kid": "r"}, RIGHT, key)
    found = check(token, keys, issuer="https://a.example", client="us", nonce="n", now=NOW)
    assert found == Vouched("me")


def test_nothing_is_signed_by_what_we_share_or_not_at_all() -> None:
    assert not any(name.startswith("HS") or name == "none" for name in ALGORITHMS)
