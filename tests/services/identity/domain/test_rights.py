"""Nobody gives what they have not, the last administrator stays, and tokens end."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from huleedu.services.identity.domain.outcomes import SignedIn, TokenOf, TokenRight
from huleedu.services.identity.domain.rights import (
    beyond,
    leaves_no_administrator,
    rights_problem,
    token_problems,
    token_rights,
)

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
ADMIN = ("administrator",)
ALI = SignedIn(
    session=UUID(int=1),
    person=UUID(int=2),
    school=UUID(int=3),
    school_name="Lundaskolan",
    name="Ali Berg",
    email="ali@lund.example",
    rights=frozenset({"teacher"}),
    language="sv",
    theme="auto",
    keys=True,
    text_size="normal",
    fresh_until=NOW,
)


@pytest.mark.parametrize(
    ("wanted", "own", "code"),
    [
        (("teacher",), ADMIN, None),
        (("teacher", "administrator"), ADMIN, None),
        ((), ADMIN, "rights.missing"),
        (("king",), ADMIN, "rights.missing"),
        (("operator",), ADMIN, "rights.not_yours"),
        (("operator",), ("administrator", "operator"), None),
    ],
)
def test_rights_that_may_be_given(
    wanted: tuple[str, ...], own: tuple[str, ...], code: str | None
) -> None:
    problem = rights_problem(wanted, own)
    assert (problem and problem.code) == code


@pytest.mark.parametrize(
    ("before", "after", "count", "refused"),
    [
        (ADMIN, ("teacher",), 1, True),
        (ADMIN, (), 1, True),
        (ADMIN, ("teacher",), 2, False),
        (ADMIN, ("administrator", "teacher"), 1, False),
        (("teacher",), (), 1, False),
    ],
)
def test_the_last_administrator_stays(
    before: tuple[str, ...], after: tuple[str, ...], count: int, refused: bool
) -> None:
    assert leaves_no_administrator(before, after, count) == refused


@pytest.mark.parametrize(
    ("rights", "ends_on", "own", "codes"),
    [
        (("read",), date(2026, 11, 30), (), []),
        (("read",), date(2027, 11, 29), (), []),
        (("read",), date(2027, 11, 30), (), ["ends_on.not_one"]),
        (("read",), date(2026, 11, 29), (), ["ends_on.not_one"]),
        (("read",), None, (), ["ends_on.not_one"]),
        ((), date(2026, 12, 1), (), ["rights.missing"]),
        (("everything",), date(2026, 12, 1), (), ["rights.missing"]),
        (("admin",), date(2026, 12, 1), ("teacher",), ["rights.not_yours"]),
        (("admin", "read"), date(2026, 12, 1), ADMIN, []),
    ],
)
def test_a_token_has_rights_of_its_person_and_an_end(
    rights: tuple[str, ...], ends_on: date | None, own: tuple[str, ...], codes: list[str]
) -> None:
    assert [found.code for found in token_problems(rights, ends_on, own, NOW)] == codes


def test_a_right_that_is_lost_is_lost_for_tokens_too() -> None:
    assert token_rights(["read", "admin"], ADMIN) == {"read", "admin"}
    assert token_rights(["read", "admin"], ["teacher"]) == {"read"}
    assert token_problems(("read",), (NOW + timedelta(days=1)).date(), (), NOW) == ()


@pytest.mark.parametrize(
    ("rights", "ends_on", "wrong"),
    [
        (("read",), date(2026, 12, 1), []),
        (("read", "write"), date(2026, 12, 9), []),
        (("read", "admin"), date(2026, 12, 1), ["rights"]),
        (("read",), date(2026, 12, 10), ["ends_on"]),
        (("admin",), date(2027, 1, 1), ["rights", "ends_on"]),
    ],
)
def test_a_token_makes_none_that_is_more(
    rights: tuple[str, ...], ends_on: date, wrong: list[str]
) -> None:
    may = frozenset[TokenRight](("read", "write"))
    maker = TokenOf(ALI, may, datetime(2026, 12, 9, tzinfo=UTC))
    assert [each.field for each in beyond(rights, ends_on, maker)] == wrong
