"""A sign-in service that the tests run: right by default, and wrong in one way when told so."""

import asyncio
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "huleedu", "between us"


@dataclass
class Provider:
    """One service; `fault` is how it lies."""

    now: datetime
    issuer: str = ""
    fault: str = ""
    subject: str = "248289761001"
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def authorize(self, address: str) -> tuple[str, str]:
        """What the person does there: the code and the state that come back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["scope"] == "openid"
        assert asked["code_challenge_method"] == "S256"
        assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return code, asked["state"]

    async def configuration(self, request: Request) -> Response:
        if self.fault == "no discovery":
            return Response("not here", 404)
        if self.fault == "no json":
            return Response("<html>")
        if self.fault == "a list":
            return JSONResponse([1])
        if self.fault == "redirect":
            return RedirectResponse("http://192.0.2.1/")
        if self.fault == "large":
            return Response(b" " * (1 << 20))
        told = {
            "issuer": self.issuer + "/" if self.fault == "other issuer" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        if self.fault == "plain":
            told["token_endpoint"] = "http://elsewhere.example/token"
        return JSONResponse(told)

    async def keys(self, request: Request) -> Response:
        keys: dict[str, Any] = dict(KeySet([self.key]).as_dict(private=False))
        return JSONResponse({} if self.fault == "no keys" else keys)

    async def token(self, request: Request) -> Response:
        form = parse_qs((await request.body()).decode())
        told = {name: values[0] for name, values in form.items()}
        asked = self.codes.pop(told["code"], None)
        verifier = sha256(told["code_verifier"].encode()).digest()
        right = (
            asked is not None
            and urlsafe_b64encode(verifier).rstrip(b"=").decode() == asked["code_challenge"]
            and (told["client_id"], told["client_secret"]) == (CLIENT, SECRET)
            and told["redirect_uri"] == asked["redirect_uri"]
        )
        if not right or asked is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if self.fault == "no token":
            return JSONResponse({"access_token": "x"})
        return JSONResponse({"id_token": self.signed(self.claims(asked["nonce"]))})

    def claims(self, nonce: str) -> dict[str, Any]:
        """What the token says, with its lie."""
        at = int(self.now.timestamp())
        told: dict[str, Any] = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "exp": at + 300,
            "iat": at,
            "nonce": nonce,
            "email": "karin@ekskolan.example",
            "email_verified": True,
        }
        lies: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "of another question"},
            "no nonce": {"nonce": None},
            "audience": {"aud": "another program"},
            "audiences": {"aud": [CLIENT, "another program"]},
            "party": {"aud": [CLIENT, "another"], "azp": "another"},
            "other party": {"azp": "another"},
            "issuer": {"iss": "https://evil.example"},
            "expired": {"exp": at - 61},
            "early": {"iat": at + 61, "exp": at + 900},
            "old": {"iat": at - 601},
            "no end": {"exp": None},
            "text end": {"exp": "tomorrow"},
            "no subject": {"sub": None},
            "empty subject": {"sub": ""},
            "number subject": {"sub": 7},
        }
        told |= lies.get(self.fault, {})
        return {name: value for name, value in told.items() if value is not None}

    def signed(self, claims: dict[str, Any]) -> str:
        """The token, signed as the fault has it."""
        match self.fault:
            case "alg none":
                parts = [json.dumps({"alg": "none"}), json.dumps(claims)]
                plain = [urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts]
                return ".".join([*plain, ""])
            case "other key":
                return jwt.encode({"alg": "ES256"}, claims, ECKey.generate_key("P-256"))
            case "other key of the same name":
                other = ECKey.generate_key("P-256", {"kid": "one"})
                return jwt.encode({"alg": "ES256", "kid": "one"}, claims, other)
            case "shared secret":
                return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 4))
            case "rsa":
                return jwt.encode({"alg": "RS256"}, claims, RSAKey.generate_key(2048))
            case "changed":
                head, body, end = jwt.encode({"alg": "ES256"}, claims, self.key).split(".")
                return ".".join([head, body[:-4] + "AAAA", end])
            case "no jwt":
                return "no token"
            case _:
                return jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.key)


@asynccontextmanager
async def providing(now: datetime) -> AsyncGenerator[Provider]:
    """A service on this machine, ended at the end."""
    provider = Provider(now)
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", provider.configuration),
            Route("/keys", provider.keys),
            Route("/token", provider.token, methods=["POST"]),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    provider.issuer = f"http://127.0.0.1:{port}"
    try:
        yield provider
    finally:
        server.should_exit = True
        await running
