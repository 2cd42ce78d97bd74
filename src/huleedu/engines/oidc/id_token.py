"""Check an ID token by OpenID Connect Core 1.0, section 3.1.3.7: every word of it, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any, TypeGuard, cast

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from huleedu.kit.sign_in_service import Fault, ServiceWrong, Vouched

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "RS384", "RS512", "EdDSA", "Ed25519")
"""Signatures by a key of the service's alone: neither `none`, nor our shared secret."""
CLOCKS_APART_S = 60
AGE_MAX_S = 600
SUBJECT_MAX = 255


def check(
    token: str,
    keys: Mapping[str, Any],
    *,
    issuer: str,
    client: str,
    nonce: str,
    now: datetime,
) -> Vouched | ServiceWrong:
    """Whom the token vouches for, if it was made by this issuer for us, now, to this question."""
    try:
        read = jwt.decode(token, KeySet.import_key_set(cast(Any, keys)), list(ALGORITHMS))
    except (JoseError, ValueError, KeyError, TypeError):
        return ServiceWrong("signature")
    claims = read.claims
    fault = _fault(claims, issuer, client, nonce, now.timestamp())
    return ServiceWrong(fault) if fault else Vouched(claims["sub"])


def _fault(
    claims: Mapping[str, Any], issuer: str, client: str, nonce: str, now: float
) -> Fault | None:
    subject, told = claims.get("sub"), claims.get("nonce")
    if claims.get("iss") != issuer:
        return "issuer"
    if not _is_for(client, claims.get("aud"), claims.get("azp")):
        return "audience"
    if not _is_of_now(claims, now):
        return "expired"
    if not isinstance(told, str) or not compare_digest(told.encode(), nonce.encode()):
        return "nonce"
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_MAX:
        return "subject"
    return None


def _is_for(client: str, audience: object, party: object) -> bool:
    """For us, and where it is for others too, made at our asking."""
    if audience == client:
        return party in (None, client)
    if not isinstance(audience, list):
        return False
    several = cast(Sequence[object], audience)
    if client not in several:
        return False
    return party == client if len(several) > 1 else party in (None, client)


def _is_of_now(claims: Mapping[str, Any], now: float) -> bool:
    ends, made = claims.get("exp"), claims.get("iat")
    if not _is_number(ends) or not _is_number(made):
        return False
    return now < ends + CLOCKS_APART_S and made - CLOCKS_APART_S <= now < made + AGE_MAX_S


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
