"""Give a teacher the sample class as a batch of their own, to look at before their first class."""

import csv
from uuid import UUID, uuid5

from huleedu import sample
from huleedu.contracts.gateway import EndIntake, FilesOffered, JudgeAsGiven, RegisterBatch
from huleedu.gateway import intake
from huleedu.gateway.commands import Commands
from huleedu.gateway.finding import find
from huleedu.kit.content import Contents
from huleedu.kit.database import Viewer
from huleedu.services.classes.api.lists import ClassList, read_list

EVERY_SIZE = 1 << 30


def sample_of(viewer: Viewer) -> UUID:
    """The id of this person's sample class: whoever asks for it again comes to the same."""
    return uuid5(intake.HULEEDU, f"sample {viewer.school} {viewer.person}")


async def offer_sample(
    commands: Commands, contents: Contents, viewer: Viewer, title: str, judge: str
) -> UUID:
    """Ask for this person's sample class; again changes nothing. Raises `EngineAway`.

    Args:
        judge: what each of its judges is called, before their number.
    """
    assert viewer.school, "a sample is somebody's"
    batch = sample_of(viewer)
    taken = await intake.take_in(
        find([sample.ESSAYS]).files, contents, EVERY_SIZE, lambda _name, _content: 1
    )
    roster = read_list(sample.ROSTER.read_bytes())
    assert isinstance(roster, ClassList)
    told = sample.DECISIONS.read_text(encoding="utf-8").replace(sample.JUDGE, judge)
    [decisions] = await contents.keep([told.encode()])
    await commands.send(
        # first, so that it is known before the batch is assessed
        JudgeAsGiven(
            batch=batch,
            school=viewer.school,
            title=title,
            decisions=decisions,
            scale=sample.SCALE,
            anchors=_anchors(),
        ),
        RegisterBatch(
            batch=batch,
            title=title,
            slots=sample.SLOTS,
            pupils=tuple(pupil.name for pupil in roster.pupils),
            school=viewer.school,
            owner=viewer.person,
        ),
        FilesOffered(batch=batch, files=intake.offered(batch, taken)),
        EndIntake(batch=batch),
    )
    return batch


def _anchors() -> dict[str, str]:
    """Known grades, by the names of the files."""
    rows = csv.DictReader(sample.ANCHORS.read_text(encoding="utf-8").splitlines())
    return {row["script"]: row["grade"] for row in rows}
