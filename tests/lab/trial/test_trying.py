"""The examples of docs/trial.md: the wrong one is caught, the right ones pass whatever fails."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from huleedu.lab.run import Fault, Plan
from huleedu.lab.trial.client import CannotTry
from huleedu.lab.trial.trying import Wanted, command_of, try_out

EXAMPLES = Path(__file__).parents[3] / "docs" / "trial"
FAILS = (Fault.KILL_WORKER, Fault.PAUSE_WORKER, Fault.TWICE, Fault.LATE, Fault.OUT_OF_ORDER)


def python(example: str) -> str:
    return f"{sys.executable} {EXAMPLES / example}"


async def test_who_looks_first_and_takes_then_is_caught(tmp_path: Path) -> None:
    plan = Plan(processes=4, repeat=40, tasks=20, slots=10, seed=1)
    judged = await try_out(Wanted(plan=plan, client=python("booking_wrong.py")), tmp_path)
    assert judged.verdict == "violated"
    assert {*judged.rules} & {"slot_given_twice", "more_than_slots", "no_such_slot"}
    assert (tmp_path / "report.html").exists()
    assert judged.command == command_of(Wanted(plan=plan, client=python("booking_wrong.py")))


@pytest.mark.parametrize(
    "client",
    [
        python("booking.py"),
        pytest.param(
            f"perl {EXAMPLES / 'booking.pl'}",
            marks=pytest.mark.skipif(not shutil.which("perl"), reason="there is no Perl"),
        ),
    ],
)
async def test_who_does_both_at_once_passes_whatever_fails(tmp_path: Path, client: str) -> None:
    plan = Plan(processes=3, repeat=3, faults=FAILS, seed=2)
    judged = await try_out(Wanted(plan=plan, client=client), tmp_path)
    assert judged.passed, judged.words
    assert judged.faults == {"kill-worker": 3, "pause-worker": 3}


SERVED = """
import json, os, socket, sys

def ask(line):
    try:
        address = (os.environ["LAB_HOST"], os.environ["LAB_PORT"])
        with socket.create_connection(address) as there:
            there.settimeout(0.5)
            there.sendall(line.encode())
            if told := there.makefile().readline():
                return told
    except OSError:
        pass
    return json.dumps({"id": json.loads(line)["id"], "outcome": "error"}) + "\\n"

for line in sys.stdin:
    sys.stdout.write(ask(line))
    sys.stdout.flush()
"""


class Server:
    """Hands out slots at a port; it may be asked the same twice."""

    def __init__(self) -> None:
        self.port = 0
        self._batches: dict[str, tuple[int, dict[str, int]]] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        import json

        while line := await reader.readline():
            writer.write(json.dumps(self._answer(json.loads(line))).encode() + b"\n")
        writer.close()

    def _answer(self, asked: dict[str, object]) -> dict[str, object]:
        batch, content = str(asked["batch"]), str(asked.get("content"))
        told: dict[str, object] = {"id": asked["id"]}
        if asked["operation"] == "register":
            before = batch in self._batches
            self._batches.setdefault(batch, (int(str(asked["slots"])), {}))
            return told | {"outcome": "known" if before else "registered"}
        slots, held = self._batches[batch]
        if asked["operation"] == "rows":
            return told | {"rows": [*held.items()]}
        if content in held:
            return told | {"outcome": "replayed", "slot": held[content]}
        if len(held) == slots:
            return told | {"outcome": "no_slot"}
        held[content] = len(held) + 1
        return told | {"outcome": "assigned", "slot": held[content]}


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    served = Server()
    listening = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    served.port = listening.sockets[0].getsockname()[1]
    yield served
    listening.close()
    await listening.wait_closed()


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.DELAY, Fault.HALF_OPEN, Fault.DOUBLED])
async def test_connections_fail_as_they_are_told_to(
    tmp_path: Path, server: Server, fault: Fault
) -> None:
    (tmp_path / "client.py").write_text(SERVED)
    wanted = Wanted(
        plan=Plan(processes=2, repeat=2, tasks=8, slots=4, faults=(fault,), seed=3),
        client=f"{sys.executable} {tmp_path / 'client.py'}",
        connect=("127.0.0.1", server.port),
    )
    judged = await try_out(wanted, tmp_path / "out")
    # who lost an answer asks again, and is told `replayed` of what it was given
    assert judged.exact == 2, judged.words
    assert judged.faults == {fault: 2}


@pytest.mark.parametrize(
    ("client", "faults", "says"),
    [
        ("no-such-program --at all", (), "no program no-such-program"),
        ("", (), "wants a command"),
        ("cat", (Fault.KILL_POSTGRES,), "kill-postgres"),
        ("cat", (Fault.CUT,), "--connect"),
        ("false", (), "ended by itself"),
    ],
)
async def test_what_cannot_be_tried_says_why(
    tmp_path: Path, client: str, faults: tuple[Fault, ...], says: str
) -> None:
    with pytest.raises(CannotTry, match=says):
        await try_out(Wanted(plan=Plan(faults=faults), client=client), tmp_path)
