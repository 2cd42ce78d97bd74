"""Messages that were given up can be listed, shown, delivered again and dropped, by command."""

import pytest
from tests.program import InThisProcess

from huleedu.engines.postgres.database import Address

ONE, OTHER = "aaaa0000-0000-4000-8000-000000000001", "bbbb0000-0000-4000-8000-000000000002"
GIVEN_UP = """
insert into bus.dead (consumer, id, type, order_key, batch, said_at, correlation, body, attempt,
                      error)
select 'results', id, 'gateway.end_intake.v1', 'k', id, now(), id,
       jsonb_build_object('type', 'gateway.end_intake.v1', 'batch', id), 3, 'ValueError: a bug'
from unnest($1::uuid[]) as given (id)
"""


@pytest.fixture
async def given_up(address: Address) -> None:
    sql = await address.connect()
    await sql.execute(GIVEN_UP, [ONE, OTHER])
    await sql.close()


@pytest.mark.usefixtures("given_up")
def test_a_dead_letter_is_shown_whole_delivered_again_or_dropped(
    in_this_process: InThisProcess,
) -> None:
    run = in_this_process.run
    listed = run("dead", "list").out.splitlines()
    assert [line.split()[:3] for line in listed] == [
        [ONE, "results", "gateway.end_intake.v1"],
        [OTHER, "results", "gateway.end_intake.v1"],
    ]
    shown = run("dead", "show", "aaaa").out
    assert ONE in shown
    assert "ValueError: a bug" in shown
    assert run("dead", "retry", "aaaa").code == 0
    assert run("dead", "drop", "bbbb").code == 0
    assert run("dead", "list").out == ""


@pytest.mark.usefixtures("given_up")
@pytest.mark.parametrize("beginning", ["cccc", ""])
def test_not_just_one_is_wrong_usage(in_this_process: InThisProcess, beginning: str) -> None:
    ran = in_this_process.run("dead", "show", beginning)
    assert ran.code == 2
    assert "dead list" in ran.err
