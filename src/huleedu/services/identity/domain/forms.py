"""What people tell of themselves and their school: what is missing, and what is too long."""

from collections.abc import Iterable

from huleedu.services.identity.domain.emails import is_address, normalised
from huleedu.services.identity.domain.outcomes import Field, FieldProblem

NAME_MAX = 200


def name_problem(field: Field, name: str) -> FieldProblem | None:
    """Why this is no name."""
    if not name.strip():
        return FieldProblem(field, f"{field}.missing")
    if len(name) > NAME_MAX or any(ord(letter) < 32 for letter in name):
        return FieldProblem(field, f"{field}.not_one")
    return None


def email_problem(address: str) -> FieldProblem | None:
    """Why this is no e-mail address."""
    if not address.strip():
        return FieldProblem("email", "email.missing")
    return None if is_address(normalised(address)) else FieldProblem("email", "email.not_one")


def found(*problems: FieldProblem | None) -> tuple[FieldProblem, ...]:
    """Those that are there."""
    return tuple(problem for problem in problems if problem)


def names_of(person: str, email: str, school: str) -> Iterable[str]:
    """What a guesser of this person's password would try first."""
    return person, email.partition("@")[0], email.partition("@")[2].partition(".")[0], school
