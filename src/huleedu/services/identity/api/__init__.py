"""identity's front door: who somebody is, and how they come in.

Each function is one act, whole or not at all, and says by the type of its answer what came of it.
It needs no school: a token, a link or an address is shown to the database itself.
"""

from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.sessions import session_of, sign_out
from huleedu.services.identity.api.signing_in import SignIn, sign_in
from huleedu.services.identity.api.starting import (
    Beginning,
    first_link,
    start,
    start_link_wrong,
)
from huleedu.services.identity.domain.outcomes import (
    FieldProblem,
    FormRefused,
    Language,
    LinkEnded,
    LinkUsed,
    LinkWrong,
    MustEnrol,
    NoSession,
    NoSuchLink,
    SecondFactorWanted,
    SignedIn,
    SignedInWith,
    Theme,
    WaitSeconds,
    WrongCredentials,
)

__all__ = [
    "AskedFrom",
    "Beginning",
    "FieldProblem",
    "FormRefused",
    "Language",
    "LinkEnded",
    "LinkUsed",
    "LinkWrong",
    "MustEnrol",
    "NoSession",
    "NoSuchLink",
    "SecondFactorWanted",
    "SignIn",
    "SignedIn",
    "SignedInWith",
    "Theme",
    "WaitSeconds",
    "WrongCredentials",
    "first_link",
    "session_of",
    "sign_in",
    "sign_out",
    "start",
    "start_link_wrong",
]
