"""What begins with a session is not to be guessed, and is noted."""

from tests.services.identity.persons import HERE, NOW, signed_in, somebody

from huleedu.kit.database import Database
from huleedu.services.identity.api.beginning import new_secret


def test_a_secret_has_256_random_bits() -> None:
    secrets = {new_secret() for _ in range(1000)}
    assert len(secrets) == 1000
    assert {len(secret) for secret in secrets} == {43}, "32 bytes, six bits a letter"


async def test_each_session_is_in_the_audit(identity: Database, tables: Database) -> None:
    person = await somebody(identity)
    await signed_in(identity)
    async with tables.session() as sql:
        row = await sql.fetchrow("select at, person, what, facts, address from audit")
    assert row
    assert (row["at"], row["person"], row["what"]) == (NOW, person, "signed_in")
    assert (row["facts"], row["address"]) == ('{"how": "password"}', HERE.address)
