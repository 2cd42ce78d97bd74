"""A class with thirty pupils whom other systems know, and a batch of their texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from huleedu.contracts.gateway import EndIntake, FilesOffered, OfferedFile, RegisterBatch
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.web.soon import soon
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import Entry, Teacher
from huleedu.services.classes.api.proposals import proposals
from huleedu.services.results import api as results
from huleedu.services.results.api import grades
from huleedu.wiring.program import House

GIVEN = ("Abbe", "Bosse", "Cilla", "Doris", "Ebbe", "Folke")
SURNAMES = ("Örnklint", "Rydbäck", "Sjöquist", "Tallgren", "Ulvhake")
NAMES = [f"{given} {surname}" for given in GIVEN for surname in SURNAMES]
SERVICES = ["gateway", "files", "lifecycle", "batches", "classes", "results", "exports"]
OWNER = UUID(int=12)
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@dataclass
class Classroom:
    """The batch; `essays`: whose each essay is, by its pupil's name."""

    batch: UUID
    class_: UUID
    essays: dict[str, UUID] = field(default_factory=dict[str, UUID])


def text_of(name: str) -> str:
    """What a pupil handed in: the name stands above, and the given name below."""
    return f"{name} 9B\n\nJag minns somaren då vi byggde en båt.\n\n/{name.partition(' ')[0]}\n"


def email_of(name: str) -> str:
    """A pupil's e-mail address."""
    plain = name.lower().translate(str.maketrans("öäå", "oaa")).replace(" ", ".")
    return f"{plain}@skola.example"


async def classroom(
    house: House,
    owner: UUID = OWNER,
    *,
    blind: bool = False,
    title: str = "Min sommar",
    names: Sequence[str] = NAMES,
    files: Sequence[str] = (),
    services: Sequence[str] = SERVICES,
) -> Classroom:
    """Make it; `files`: what the pupils' files are called, if not by their names."""
    await house.start(list(services))
    here, who = house.database("classes"), Teacher(OWN_SCHOOL, owner)
    room = Classroom(uuid4(), uuid4())
    await classes.make(here, who, room.class_, ("9B", "2026"), NOW)
    for number, name in enumerate(names):
        entry = Entry(name=name, email=email_of(name), ids=(f"{2000 + number}", f"sis-{number}"))
        await classes.add(here, who, room.class_, uuid4(), entry)
    texts = [text_of(name).encode() for name in names]
    kept = await house.contents.keep(texts)
    called = files or [f"{name}.txt" for name in names]
    room.essays = {name: uuid4() for name in names}
    offered = tuple(
        OfferedFile(essay=room.essays[name], name=file, size_bytes=len(text), content=at)
        for name, file, text, at in zip(names, called, texts, kept, strict=True)
    )
    await house.commands().send(
        RegisterBatch(
            batch=room.batch,
            title=title,
            slots=None,
            class_=room.class_,
            pupils=tuple(names),
            school=OWN_SCHOOL,
            owner=owner,
            blind=blind,
        ),
        FilesOffered(batch=room.batch, files=offered),
        EndIntake(batch=room.batch),
    )

    async def matched() -> bool:
        found = await proposals(house.database("classes"), room.batch)
        shown = await results.progress(house.database("results"), room.batch)
        return len(found.sure) == len(names) and getattr(shown, "unmatched", True) is False

    for _ in range(20):
        if await soon(matched):
            return room
    raise AssertionError("the class is never matched")


async def decide(house: House, room: Classroom, decided: Mapping[str, str]) -> None:
    """Decide grades, by pupils' names."""
    await grades.decide(
        house.database("results"),
        house.contents,
        room.batch,
        OWN_SCHOOL,
        grades.Grader(OWNER, "Karin Lind"),
        [grades.Decide(essay=room.essays[name], grade=grade) for name, grade in decided.items()],
        NOW,
        act=uuid4(),
    )
    found = await grades.decided(house.database("results"), room.batch, OWN_SCHOOL)
    assert len(found) == len(decided)
