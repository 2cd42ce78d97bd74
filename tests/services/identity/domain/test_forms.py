"""Names and addresses that are missing, too long or none are told apart."""

import pytest

from huleedu.services.identity.domain.forms import email_problem, found, name_problem
from huleedu.services.identity.domain.outcomes import FieldProblem


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Åsa", None),
        ("x" * 200, None),
        ("x" * 201, "name.not_one"),
        ("", "name.missing"),
        ("  ", "name.missing"),
        ("Åsa\x07", "name.not_one"),
    ],
)
def test_a_name_is_one_or_it_is_told_why_not(name: str, code: str | None) -> None:
    problem = name_problem("name", name)
    assert (problem and problem.code) == code


def test_only_problems_are_found() -> None:
    assert found(None, email_problem(" "), None, email_problem("a@b.se")) == (
        FieldProblem("email", "email.missing"),
    )
