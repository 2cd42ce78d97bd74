"""People of tests, and what they come with."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from pyotp.totp import TOTP

from huleedu.contracts.people import OWN_SCHOOL, Right
from huleedu.kit.database import Database
from huleedu.kit.sealing import Seals
from huleedu.services.identity import api
from huleedu.services.identity.api.hashing import hash_password
from huleedu.services.identity.store import people
from huleedu.services.identity.store.viewing import let_in

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
GOOD = "three small boats at dawn"
KARIN = "karin.aberg@lund.example"
HERE = api.AskedFrom(address="192.0.2.7", agent="Firefox")
SEALS = Seals(lambda: [bytes(32)])
BEGINNING = api.Beginning(
    school_name="Lundaskolan", language="sv", name="Karin Åberg", email=KARIN, password=GOOD
)


def later(**by: float) -> datetime:
    """So long after `NOW`."""
    return NOW + timedelta(**by)


async def started(database: Database, now: datetime = NOW) -> api.SignedInWith:
    """Karin has made the school and is signed in."""
    link = await api.first_link(database, now)
    assert link
    begun = await api.start(database, link, BEGINNING, HERE, now)
    assert isinstance(begun, api.SignedInWith)
    return begun


async def somebody(
    database: Database,
    email: str = "ali@lund.example",
    *,
    rights: tuple[Right, ...] = ("teacher",),
    password: str = GOOD,
    school: UUID = OWN_SCHOOL,
    now: datetime = NOW,
) -> UUID:
    """Somebody with an account and a password."""
    person = uuid4()
    kept = await hash_password(password)
    async with database.transaction() as sql:
        await let_in(sql, school)
        assert await people.add(
            sql,
            school,
            person,
            email=email,
            name="Ali Berg",
            rights=rights,
            language="en",
            password_hash=kept,
            now=now,
        )
    return person


async def signed_in(
    database: Database,
    email: str = "ali@lund.example",
    *,
    now: datetime = NOW,
    asked_from: api.AskedFrom = HERE,
) -> api.SignedInWith:
    """The session that this person's right password begins."""
    came = await api.sign_in(database, email, GOOD, asked_from, now)
    assert isinstance(came, api.SignedInWith)
    return came


async def known(database: Database, token: str, now: datetime = NOW) -> api.SignedIn:
    """Who comes with this token, and needs nothing more."""
    who = await api.session_of(database, token, now)
    assert isinstance(who, api.SignedIn)
    return who


async def ali(database: Database, now: datetime = NOW) -> api.SignedIn:
    """A teacher, just signed in."""
    await somebody(database)
    return await known(database, (await signed_in(database, now=now)).token, now)


async def with_app(
    database: Database, who: api.SignedIn | api.MustEnrol, now: datetime = NOW
) -> tuple[str, api.FactorSet]:
    """Somebody sets up a code app; its secret, and what came of it."""
    offer = await api.offer_totp(database, SEALS, who, now)
    assert isinstance(offer, api.TotpOffer)
    made = await api.confirm_totp(database, SEALS, who, code(offer.secret, now), now)
    assert isinstance(made, api.FactorSet)
    return offer.secret, made


def code(secret: str, now: datetime) -> str:
    """What the app shows at this time."""
    return TOTP(secret).at(now)


async def karin(database: Database, now: datetime = NOW) -> api.SignedIn:
    """The first administrator, with a code app, just signed in."""
    begun = await started(database, now)
    who = await api.session_of(database, begun.token, now)
    assert isinstance(who, api.MustEnrol)
    _, made = await with_app(database, who, now)
    return await known(database, made.token, now)
