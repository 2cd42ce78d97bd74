"""What an export is made from crosses to another process as it is, however large it is."""

import io
import tempfile
from uuid import UUID

import msgspec
import pytest
from tests.gateway.exports.reports import essay_id, report_of

from huleedu.gateway.exports.facts import (
    AT_ONCE,
    ExportFacts,
    Given,
    PupilTaken,
    read_facts,
    write_facts,
)


@pytest.mark.parametrize("essays", [0, 1, AT_ONCE, AT_ONCE + 1])
def test_what_is_written_is_read(essays: int) -> None:
    facts = ExportFacts(
        profile="csv",
        language="sv",
        report=report_of({n: f"Pupil {n}" for n in range(1, essays + 1)}, {1: "A"}),
        pupils=(PupilTaken(name="Anna", ids=("1", "x"), essays=(essay_id(1),)),),
        feedback={UUID(int=5): "Well done."},
        given=Given(name="grades.csv", content=b"\xff\x00", column="Essay"),
    )
    out = io.BytesIO()
    write_facts(facts, out)
    with tempfile.TemporaryFile() as kept:
        read = read_facts(out, kept)  # pyright: ignore[reportArgumentType]
        assert list(read.report.essays) == list(facts.report.essays)
        bare = msgspec.structs.replace(facts.report, essays=())
        assert msgspec.structs.replace(read.report, essays=()) == bare
        assert (read.pupils, read.feedback, read.given) == (
            *(facts.pupils, facts.feedback),
            facts.given,
        )
