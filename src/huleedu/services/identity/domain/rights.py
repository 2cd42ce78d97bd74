"""Who may be what: the last administrator stays, and a token is no more than its person."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

from huleedu.contracts.people import Right
from huleedu.services.identity.domain.outcomes import FieldProblem, TokenOf, TokenRight

RIGHTS: frozenset[Right] = frozenset(get_args(Right))
TOKEN_RIGHTS: frozenset[TokenRight] = frozenset(get_args(TokenRight))
TOKEN_DAYS_MAX = 365


def rights_problem(wanted: Collection[str], own: Collection[str]) -> FieldProblem | None:
    """Why nobody can be given these rights by somebody who has those."""
    if not wanted or not RIGHTS.issuperset(wanted):
        return FieldProblem("rights", "rights.missing")
    if "operator" in wanted and "operator" not in own:
        return FieldProblem("rights", "rights.not_yours")
    return None


def leaves_no_administrator(
    before: Collection[str], after: Collection[str], administrators: int
) -> bool:
    """Whether a change would take the last one's right away."""
    return "administrator" in before and "administrator" not in after and administrators <= 1


def token_problems(
    rights: Collection[str], ends_on: date | None, own: Collection[str], now: datetime
) -> tuple[FieldProblem, ...]:
    """Why there is no such token for somebody with these rights."""
    problems: list[FieldProblem] = []
    if not rights or not TOKEN_RIGHTS.issuperset(rights):
        problems.append(FieldProblem("rights", "rights.missing"))
    elif "admin" in rights and "administrator" not in own:
        problems.append(FieldProblem("rights", "rights.not_yours"))
    latest = now.date() + timedelta(days=TOKEN_DAYS_MAX)
    if ends_on is None or not now.date() < ends_on <= latest:
        problems.append(FieldProblem("ends_on", "ends_on.not_one"))
    return tuple(problems)


def beyond(
    rights: Collection[str], ends_on: date | None, maker: TokenOf
) -> tuple[FieldProblem, ...]:
    """Why a token does not make this one: it would do more than itself, or outlive it."""
    problems: list[FieldProblem] = []
    if not maker.may.issuperset(rights):
        problems.append(FieldProblem("rights", "rights.not_yours"))
    if ends_on is not None and datetime.combine(ends_on, time(), UTC) > maker.ends_at:
        problems.append(FieldProblem("ends_on", "ends_on.not_one"))
    return tuple(problems)


def token_rights(kept: Collection[str], own: Collection[str]) -> frozenset[TokenRight]:
    """What a token may still do: a right that its person has lost since is lost."""
    found = TOKEN_RIGHTS.intersection(kept)
    return found if "administrator" in own else found - {"admin"}
