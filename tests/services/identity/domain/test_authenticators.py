"""An answer holds for the challenge, the host and the key that it was asked with, and no others."""

import subprocess
import sys
from uuid import UUID

from tests.services.identity.authenticator import Authenticator

from huleedu.services.identity.domain import authenticators

HOST, ORIGIN = "skola.example", "https://skola.example"
CHALLENGE, OTHER = bytes(32), bytes([1]) * 32


def made(answer: str, challenge: bytes = CHALLENGE) -> authenticators.Made | None:
    return authenticators.made(answer, challenge, HOST, ORIGIN)


def question(*has: bytes) -> str:
    return authenticators.question_to_make(HOST, UUID(int=7), "k@s.example", "K", CHALLENGE, has)


def test_what_was_made_holds_for_what_was_asked() -> None:
    mine = Authenticator(HOST, ORIGIN)
    answer = mine.make(question())
    found = made(answer)
    assert found
    assert (found.credential, mine.user) == (mine.credential, UUID(int=7).bytes)
    assert made(answer, OTHER) is None
    assert authenticators.made(answer, CHALLENGE, "else.example", ORIGIN) is None
    assert made("{}") is None
    assert made("no json") is None


def test_what_is_there_already_is_not_made_again() -> None:
    assert b"kept before".hex() not in question()
    assert "a2VwdCBiZWZvcmU" in question(b"kept before")


def test_a_passkey_comes_in_and_counts() -> None:
    mine = Authenticator(HOST, ORIGIN)
    key = made(mine.make(question()))
    assert key
    answer = mine.use(authenticators.question_to_come_in(HOST, CHALLENGE))

    def count(challenge: bytes, before: int) -> int | None:
        return authenticators.shown(
            answer, challenge, HOST, ORIGIN, public_key=key.public_key, sign_count=before
        )

    assert count(CHALLENGE, 0) == 1
    assert count(OTHER, 0) is None
    assert count(CHALLENGE, 5) is None, "a copy of the authenticator"


def test_it_is_loaded_when_a_passkey_is_spoken_of_alone() -> None:
    heavy = "huleedu.app.commands.serving, sys; sys.exit('webauthn' in sys.modules)"
    subprocess.run([sys.executable, "-c", f"import {heavy}"], check=True)
