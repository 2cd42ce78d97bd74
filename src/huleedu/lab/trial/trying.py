"""Try a system: start its program several times, ask all of them, let things fail, and judge it."""

import asyncio
import shlex
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from huleedu.kit.folders import make_private
from huleedu.lab.history import Outcome, Writer
from huleedu.lab.run.disk import Disk, disk
from huleedu.lab.run.faults import OF_ANY_SYSTEM, ON_CONNECTIONS, Fault
from huleedu.lab.run.judging import HISTORY, Judged, Met, Trial, judge
from huleedu.lab.run.plan import Offer, Plan, Round, rounds
from huleedu.lab.run.proxy import Proxy, before_port
from huleedu.lab.trial.client import CannotTry, Client, clock_library, program_of

PAUSE_S = 0.1
TRIES_MAX = 200
AGAIN_S = 0.02
ROUND_WITHIN_S = 120.0
HOST, PORT, FOLDER = "LAB_HOST", "LAB_PORT", "LAB_FOLDER"
"""What a program finds in its environment: where it connects to, and a folder to keep things in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is tried.

    Args:
        client: the command of a program that answers lines.
        connect: host and port of what it connects to, if it does: a proxy is put before it.
    """

    plan: Plan
    client: str
    connect: tuple[str, int] | None = None


@dataclass(slots=True)
class _Scene:
    """A run that is under way."""

    clients: list[Client]
    writer: Writer
    proxy: Proxy | None
    disk: Disk | None
    clock: Path
    made: Counter[Fault] = field(default_factory=Counter[Fault])


async def try_out(wanted: Wanted, out: Path) -> Judged:
    """Leave history, verdict, report and manifest in `out`.

    Raises `CannotTry`, `WrongLine`, `disk.NoDisk`, OSError.
    """
    command = program_of(shlex.split(wanted.client))
    _check(wanted)
    make_private(out)
    with Writer(out / HISTORY, "recorder") as writer:
        writer.head()
        async with _scene(wanted, command, out, writer) as scene:
            met = await _all_rounds(wanted.plan, scene)
    trial = Trial(
        system=wanted.client,
        title=f"Slots by {wanted.client}",
        plan=wanted.plan,
        command=command_of(wanted),
        versions={"huleedu": version("huleedu")},
    )
    return await asyncio.to_thread(judge, trial, out, met)


def _check(wanted: Wanted) -> None:
    faults = {*wanted.plan.faults}
    if unknown := faults - OF_ANY_SYSTEM:
        names = ", ".join(sorted(unknown))
        raise CannotTry(f"{names}: only our own engines can be treated so, not any system.")
    if faults & ON_CONNECTIONS and wanted.connect is None:
        raise CannotTry("Faults of connections want --connect HOST:PORT: where the program goes.")
    if Fault.CLOCK_BACK in faults and clock_library() is None:
        raise CannotTry("clock-back wants libfaketime (apt install libfaketime).")


@asynccontextmanager
async def _scene(
    wanted: Wanted, command: Sequence[str], out: Path, writer: Writer
) -> AsyncGenerator[_Scene]:
    faults, folder = {*wanted.plan.faults}, out / "kept"
    async with AsyncExitStack() as stack:
        own = stack.enter_context(disk(folder) if Fault.FULL_DISK in faults else nullcontext())
        folder.mkdir(exist_ok=True)
        environment = {FOLDER: str(folder.absolute())}
        proxy = None
        if wanted.connect:
            host, port = wanted.connect
            proxy, port = await stack.enter_async_context(before_port(port, host))
            environment |= {HOST: "127.0.0.1", PORT: str(port)}
        clock = out / "clock"
        if Fault.CLOCK_BACK in faults:
            clock.write_text("+0\n")
            environment |= {
                "LD_PRELOAD": str(clock_library()),
                "FAKETIME_TIMESTAMP_FILE": str(clock.absolute()),
                "FAKETIME_NO_CACHE": "1",
                "DONT_FAKE_MONOTONIC": "1",
            }
        clients: list[Client] = []
        for number in range(1, wanted.plan.processes + 1):
            name = f"client {number}"
            its = stack.enter_context(Writer(out / HISTORY, name))
            clients.append(Client(name, command, environment, its))
            stack.push_async_callback(clients[-1].aclose)
        yield _Scene(clients, writer, proxy, own, clock)


async def _all_rounds(plan: Plan, scene: _Scene) -> Met:
    asked: list[str] = []
    lasted = 0.0
    for each in rounds(plan):
        asked.append(each.batch)
        began = time.monotonic()
        try:
            async with asyncio.timeout(ROUND_WITHIN_S):
                await _round(each, scene)
        except TimeoutError as error:
            raise CannotTry(f"A repetition did not end within {ROUND_WITHIN_S:.0f} s.") from error
        lasted += time.monotonic() - began
    for batch in asked:
        rows = await scene.clients[0].rows(batch)
        if rows is not None:
            scene.writer.after(batch, rows)
    return Met(scene.made, sum(client.crashes for client in scene.clients), lasted)


async def _round(wanted: Round, scene: _Scene) -> None:
    first, *_ = scene.clients
    patient = wanted.register_after_ms is not None
    if not patient:
        await _registered(first, wanted)
    shares = zip(scene.clients, wanted.shares, strict=True)
    await asyncio.gather(
        *(
            _share(client, wanted, share, late=patient and client is first)
            for client, share in shares
        ),
        _faults(wanted, scene),
    )


async def _registered(client: Client, wanted: Round) -> None:
    for _ in range(TRIES_MAX):
        answer = await client.register(wanted.batch, wanted.slots)
        if answer in (Outcome.REGISTERED, Outcome.KNOWN, Outcome.HANDLED):
            return
        if answer is Outcome.REFUSED:
            break
        await asyncio.sleep(AGAIN_S)
    raise CannotTry(f"{client.name} would not register a batch of {wanted.slots} slots.")


async def _share(client: Client, wanted: Round, offers: Sequence[Offer], *, late: bool) -> None:
    """Offer one after the other; what nobody knows of is offered again.

    Args:
        late: register the batch first, a while after the others have begun.
    """
    if late:
        await asyncio.sleep((wanted.register_after_ms or 0) / 1000)
        await _registered(client, wanted)
    patient = wanted.register_after_ms is not None
    for offer in sorted(offers, key=lambda one: one.after_ms):
        await asyncio.sleep(offer.after_ms / 1000)
        for _ in range(TRIES_MAX):
            answer = await client.offer(wanted.batch, offer.content)
            if answer is not None and not (patient and answer is Outcome.UNKNOWN_BATCH):
                break
            await asyncio.sleep(AGAIN_S)


# --- faults ---


async def _faults(wanted: Round, scene: _Scene) -> None:
    await asyncio.gather(*(_fault(*fault, scene) for fault in wanted.faults))


async def _fault(fault: Fault, after_ms: float, which: int, scene: _Scene) -> None:
    await asyncio.sleep(after_ms / 1000)
    scene.writer.mark(fault)
    scene.made[fault] += 1
    client = scene.clients[which]
    match fault:
        case Fault.KILL_WORKER:
            client.kill()
        case Fault.PAUSE_WORKER:
            client.pause()
            await asyncio.sleep(PAUSE_S)
            client.resume()
        case Fault.CLOCK_BACK:
            scene.clock.write_text("-1h\n")
        case Fault.FULL_DISK:
            assert scene.disk
            await asyncio.to_thread(scene.disk.fill)
            await asyncio.sleep(PAUSE_S)
            await asyncio.to_thread(scene.disk.make_room)
        case _:
            assert scene.proxy
            await _on_connections(fault, scene.proxy)


async def _on_connections(fault: Fault, proxy: Proxy) -> None:
    match fault:
        case Fault.CUT:
            proxy.cut()
        case Fault.HALF_OPEN:
            proxy.half_open()
        case Fault.DOUBLED:
            proxy.double()
            proxy.cut()
            await asyncio.sleep(PAUSE_S)
            proxy.single()
        case _:
            proxy.hold()
            await asyncio.sleep(PAUSE_S)
            proxy.go_on()


def command_of(wanted: Wanted) -> str:
    """The command that asks the same again."""
    plan = wanted.plan
    connect = ":".join(map(str, wanted.connect or ()))
    words = [
        *("huleedu", "lab", "run", "slots", "--client", wanted.client, "--tasks", plan.tasks),
        *("--slots", plan.slots, "--processes", plan.processes, "--repeat", plan.repeat),
        *(("--identical", plan.identical) if plan.identical > 1 else ()),
        *(("--connect", connect) if connect else ()),
        *(word for fault in plan.faults for word in ("--fault", fault)),
        *("--seed", plan.seed),
    ]
    return shlex.join(map(str, words))
