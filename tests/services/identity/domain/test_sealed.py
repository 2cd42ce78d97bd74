"""What a secret is about tells people, schools and kinds apart."""

from uuid import UUID

from huleedu.services.identity.domain.sealed import app_of, client_at

A, B = UUID(int=1), UUID(int=2)


def test_nothing_is_about_the_same() -> None:
    assert len({app_of(A, B), app_of(B, A), app_of(A, A), client_at(A), client_at(B)}) == 5
