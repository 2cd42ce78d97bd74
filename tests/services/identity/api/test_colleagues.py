"""Teachers know one another, and nobody of another school."""

from tests.services.identity.persons import ali, karin, somebody

from huleedu.kit.database import Database
from huleedu.services.identity import api


async def test_a_teacher_sees_the_other_teachers_of_the_school(identity: Database) -> None:
    admin = await karin(identity)
    who = await ali(identity)
    eva = await somebody(identity, "eva@lund.example", school=who.school)
    await somebody(identity, "op@lund.example", rights=("operator",), school=who.school)
    assert await api.colleagues_of(identity, who) == [
        api.Colleague(eva, "Ali Berg"),
        api.Colleague(admin.person, "Karin Åberg"),
    ]
    named = await api.names_of(identity, who)
    assert named[admin.person] == "Karin Åberg"
    assert len(named) == 4
