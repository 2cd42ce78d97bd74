"""Tell what is wrong with a request and what to do: problem details by RFC 9457."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any

import msgspec

from huleedu.gateway.api.schemas import Listing, QueryFields, RequestBody
from huleedu.kit.wrong_fields import wrong_field

PREFIX = "urn:problem-type:huleedu:"


class WrongField(msgspec.Struct, frozen=True):
    """A field, and what it should have been."""

    field: str
    expected: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request could not be answered, in words, with what to do."""

    type: str
    title: str
    status: Annotated[int, msgspec.Meta(ge=400, le=599)]
    detail: str
    errors: tuple[WrongField, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its name (which never changes), its status, and what is said of it."""

    name: str
    status: int
    title: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


CLOSES = MappingProxyType({"Connection": "close"})
"""What follows on this connection is the rest of a request that nobody reads."""

NO_KEY = ProblemKind(
    "no_key",
    401,
    "There is no key",
    "Send the judge's key with the request, in the header `Authorization: Bearer KEY`.",
    {"WWW-Authenticate": 'Bearer realm="judging"'},
)
NO_PLACE = ProblemKind(
    "no_such_address",
    404,
    "There is nothing at this address",
    "GET /api/v1/openapi.json tells all addresses.",
)
WRONG_METHOD = ProblemKind(
    "wrong_method",
    405,
    "This address is asked with another method",
    "The header Allow says with which.",
)
TOO_SLOW = ProblemKind(
    "too_slow",
    408,
    "The request did not arrive in time",
    "Nothing of it was done. Send it again.",
    CLOSES,
)
TWO_LENGTHS = ProblemKind(
    "two_lengths",
    400,
    "The request tells its length in two ways",
    "Nothing of it was done. Send Content-Length, or Transfer-Encoding: chunked by HTTP/1.1, but "
    "not both: two readers could take it for two different requests.",
    CLOSES,
)
TOO_LARGE = ProblemKind(
    "too_large",
    413,
    "The request is too large",
    "Nothing of it was done. A request has at most 64 KB; a comment at most 2,000 characters.",
    CLOSES,
)
NOT_JSON_TYPE = ProblemKind(
    "not_called_json",
    415,
    "The request does not say that it is JSON",
    "Send the header `Content-Type: application/json`.",
)
NOT_JSON = ProblemKind(
    "not_json",
    400,
    "The request is not JSON",
    "Send one JSON object, in UTF-8.",
)
WRONG_FIELDS = ProblemKind(
    "wrong_fields",
    422,
    "The request cannot be understood",
    "Nothing was done.",
)
BUG = ProblemKind(
    "our_mistake",
    500,
    "This is a mistake of ours",
    "What was asked was done wholly or not at all: asking again is safe. If it happens again, tell "
    "whoever runs HuleEdu; the time of the request leads them to it.",
)
AWAY = ProblemKind(
    "database_away",
    503,
    "The database does not answer just now",
    "Nothing is lost. The same request again is safe, even if this one was done.",
    {"Retry-After": "1"},
)

KINDS = (
    NO_KEY,
    NO_PLACE,
    WRONG_METHOD,
    TOO_SLOW,
    TWO_LENGTHS,
    TOO_LARGE,
    NOT_JSON_TYPE,
    NOT_JSON,
    WRONG_FIELDS,
    BUG,
    AWAY,
)


@dataclass(frozen=True, slots=True)
class HttpRefusal:
    """The request is not answered, for this kind of problem."""

    kind: ProblemKind
    more: str = ""
    errors: tuple[WrongField, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def problem(self) -> Problem:
        """What is sent."""
        return Problem(
            type=PREFIX + self.kind.name,
            title=self.kind.title,
            status=self.kind.status,
            detail=f"{self.kind.detail} {self.more}".strip(),
            errors=self.errors,
        )


def wrong_pair() -> HttpRefusal:
    """The pair in the address is none."""
    return _refused("pair", "a pair's id, as the answer to POST /api/v1/judging/next told it")


def wrong_query(named: str, fields: type[QueryFields] | None) -> HttpRefusal:
    """What is wrong behind the question mark of the address."""
    if fields is None:
        return HttpRefusal(WRONG_FIELDS, "Nothing may stand behind `?` here.")
    known = fields_of(fields)
    if named in known:
        return _refused(named, known[named]["description"])
    return HttpRefusal(
        WRONG_FIELDS, f"Behind `?` there may stand {_listed(fields)}, and nothing else."
    )


def wrong_cursor() -> HttpRefusal:
    """The `after` of a list is none that was told."""
    return _refused("after", fields_of(Listing)["after"]["description"])


def wrong_fields(form: type[RequestBody], error: msgspec.ValidationError) -> HttpRefusal:
    """What is wrong with the fields; nothing that was sent is repeated, for it may be personal."""
    fields = fields_of(form)
    named = wrong_field(error).field
    if named in fields:
        return _refused(named, fields[named]["description"])
    return HttpRefusal(
        WRONG_FIELDS, f"Send an object with the fields {_listed(form)}, and no others."
    )


@cache
def fields_of(form: type[RequestBody] | type[QueryFields]) -> Mapping[str, Mapping[str, Any]]:
    """Field → its JSON schema, whose `description` says in words what is expected."""
    _, schemas = msgspec.json.schema_components([form], ref_template="#/{name}")
    return schemas[form.__name__]["properties"]


@cache
def integers_of(form: type[RequestBody]) -> frozenset[str]:
    """The fields that are whole numbers."""
    fields = fields_of(form)
    return frozenset(name for name in fields if fields[name].get("type") == "integer")


def wrong_field_named(name: str, expected: str) -> HttpRefusal:
    """A field is wrong for what there is; `expected` repeats nothing that was sent."""
    return HttpRefusal(WRONG_FIELDS, f"`{name}`: {expected}", errors=(WrongField(name, expected),))


def _refused(name: str, expected: str) -> HttpRefusal:
    return HttpRefusal(
        WRONG_FIELDS, f"`{name}` must be {expected}.", errors=(WrongField(name, expected),)
    )


def _listed(form: type[RequestBody] | type[QueryFields]) -> str:
    return ", ".join(
        one.name if one.required else f"{one.name} (may be left out)"
        for one in msgspec.structs.fields(form)
    )
