"""What stands under a batch's heading: its class, its language, its day, and who else sees it."""

from dataclasses import dataclass

from huleedu.gateway.web.batch import Batch
from huleedu.gateway.web.classes import teacher
from huleedu.gateway.web.coming import people, signed_in
from huleedu.gateway.web.pages import Asked
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import Seen
from huleedu.services.identity import api as identity
from huleedu.services.results import api as results


@dataclass(frozen=True, slots=True)
class AboutBatch:
    """What is told of a batch in a line."""

    class_name: str
    """Empty: it has no class, or none that whoever asks teaches."""
    owner: str
    """Whose it is, for whom it is shared with; else empty."""
    shared_with: int


async def about_batch(asked: Asked, batch: Batch) -> AboutBatch:
    """That of this batch."""
    seen = batch.seen
    found = (
        await classes.one(asked.database("classes"), teacher(asked), seen.class_)
        if seen.class_
        else None
    )
    named = (
        await identity.names_of(people(asked), signed_in(asked))
        if seen.may != "own" and seen.owner
        else {}
    )
    shared = await results.shares_of(asked.database("results"), batch.id)
    return AboutBatch(
        class_name=found.of.name if isinstance(found, Seen) else "",
        owner=named.get(seen.owner, "") if seen.owner else "",
        shared_with=len(shared),
    )
