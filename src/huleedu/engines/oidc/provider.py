"""Ask a sign-in service over HTTPS: its discovery document, its keys, and a token for a code.

An administrator names the address, so it is held to HTTPS (plain HTTP to this machine alone, for
trials), redirects are not followed, and what comes is read up to a limit.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import msgspec

from huleedu.engines.oidc.id_token import check
from huleedu.kit.sign_in_service import (
    Answer,
    Client,
    ServiceFacts,
    ServiceWrong,
    Vouched,
)

DISCOVERY = "/.well-known/openid-configuration"
BYTES_MAX = 512 * 1024
TIMEOUT_S = 10.0
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
OK = 200


class OidcService:
    """Implements `kit.sign_in_service.SignInService`."""

    async def facts(self, issuer: str) -> ServiceFacts | ServiceWrong:
        """See `SignInService.facts`."""
        if not _is_safe(issuer):
            return ServiceWrong("no_service")
        told = await _asked("GET", issuer.rstrip("/") + DISCOVERY)
        if isinstance(told, ServiceWrong):
            return told
        if told.get("issuer") != issuer:
            return ServiceWrong("other_issuer")
        places = [
            told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        ]
        found = [place for place in places if isinstance(place, str) and _is_safe(place)]
        if len(found) != len(places):
            return ServiceWrong("no_service")
        return ServiceFacts(issuer, *found)

    async def vouch(
        self, facts: ServiceFacts, client: Client, answer: Answer, now: datetime
    ) -> Vouched | ServiceWrong:
        """See `SignInService.vouch`."""
        told = await _asked(
            "POST",
            facts.token,
            data={
                "grant_type": "authorization_code",
                "code": answer.code,
                "redirect_uri": answer.redirect,
                "client_id": client.id,
                "client_secret": client.secret,
                "code_verifier": answer.verifier,
            },
        )
        if isinstance(told, ServiceWrong):
            return told
        token = told.get("id_token")
        if not isinstance(token, str):
            return ServiceWrong("no_token")
        keys = await _asked("GET", facts.keys)
        if isinstance(keys, ServiceWrong):
            return keys
        return check(
            token, keys, issuer=facts.issuer, client=client.id, nonce=answer.nonce, now=now
        )


def _is_safe(address: str) -> bool:
    """Whether nobody on the way can read or change what is said there."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if (
        parts.username
        or parts.fragment
        or not host
        or not (address.isascii() and address.isprintable())
    ):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in HERE)


async def _asked(
    method: str, address: str, data: Mapping[str, str] | None = None
) -> Mapping[str, Any] | ServiceWrong:
    """An object of JSON from there."""
    body = bytearray()
    try:
        async with (
            httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False) as client,
            client.stream(
                method, address, data=data, headers={"Accept": "application/json"}
            ) as response,
        ):
            async for part in response.aiter_bytes():
                body += part
                if len(body) > BYTES_MAX:
                    return ServiceWrong("no_service")
    except (httpx.HTTPError, httpx.InvalidURL):
        return ServiceWrong("away")
    if response.status_code != OK:
        return ServiceWrong("refused")
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ServiceWrong("no_service")
    if not isinstance(told, dict):
        return ServiceWrong("no_service")
    return cast(Mapping[str, Any], told)
