"""What authenticators are asked, and whether their answers hold (WebAuthn, level 2).

Loaded when the first passkey is spoken of: its libraries take 16 MB and a quarter of a second.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

NOT_AS_IT_SHOULD_BE = (WebAuthnException, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey as its authenticator tells it."""

    credential: bytes
    public_key: bytes
    sign_count: int


def question_to_make(
    host: str, person: UUID, email: str, name: str, challenge: bytes, has: Iterable[bytes]
) -> str:
    """What is asked so that a passkey is made, as JSON; `has`: the credentials there already."""
    options = generate_registration_options(
        rp_id=host,
        rp_name="HuleEdu",
        user_id=person.bytes,
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in has],
    )
    return options_to_json(options)


def made(answer: str, challenge: bytes, host: str, origin: str) -> Made | None:
    """The passkey that was made; None: the answer does not hold."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except NOT_AS_IT_SHOULD_BE:
        return None
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def question_to_come_in(host: str, challenge: bytes) -> str:
    """What is asked at sign-in, whosever passkey it is, as JSON."""
    options = generate_authentication_options(
        rp_id=host,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def shown(
    answer: str, challenge: bytes, host: str, origin: str, *, public_key: bytes, sign_count: int
) -> int | None:
    """How often the passkey has signed by now; None: the answer does not hold."""
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except NOT_AS_IT_SHOULD_BE:
        return None
    return found.new_sign_count
