"""`huleedu lab run slots`: offer contents in real processes to real engines, and judge it."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from huleedu.app.commands.lab_options import Out, Repeat, Seed, chosen, new_folder
from huleedu.app.commands.program import Exit, fail
from huleedu.engines.supervisor.engine import CannotStart
from huleedu.harness.slots import runner
from huleedu.harness.slots.clients import LEDGERS
from huleedu.harness.slots.over_bus import BUSES
from huleedu.harness.slots.runner import Hung
from huleedu.harness.slots.worker_process import BreaksDown
from huleedu.kit.extras import NotInstalled
from huleedu.lab.run import Plan
from huleedu.lab.run.disk import NoDisk
from huleedu.lab.run.faults import ON_NATS, ONLY_ON_TRIAL, Fault
from huleedu.lab.run.judging import Judged
from huleedu.lab.trial.client import CannotTry
from huleedu.lab.trial.lines import WrongLine
from huleedu.lab.trial.trying import Wanted, try_out

Result = TypeVar("Result")
EXITS = {"allowed": 0, "violated": 1, "unknown": 2}

Tasks = Annotated[int, typer.Option(min=1, help="Offers in a repetition.")]
Slots = Annotated[int, typer.Option(min=1, help="Slots of a batch.")]
Processes = Annotated[int, typer.Option(min=1, help="Processes that offer.")]
Identical = Annotated[int, typer.Option(min=1, help="So many of the offers are the same content.")]
Faults = Annotated[
    list[Fault] | None, typer.Option("--fault", help="Goes wrong in every repetition; several.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--postgres-setting", help="NAME=VALUE, other than we ship (fsync=off)."),
]


def slots_command(
    out: Out,
    ledger: Annotated[str, typer.Option(help="postgres, valkey, or one of the controls.")] = "",
    client: Annotated[
        str, typer.Option(help="Any other system: a program that answers lines; docs/trial.md.")
    ] = "",
    connect: Annotated[
        str, typer.Option(help="HOST:PORT that the program connects to: faults of connections.")
    ] = "",
    tasks: Tasks = 30,
    slots: Slots = 15,
    processes: Processes = 3,
    identical: Identical = 1,
    repeat: Repeat = 1,
    bus: Annotated[
        str, typer.Option(help="What carries offers to processes: postgres, nats; else straight.")
    ] = "",
    fault: Faults = None,
    seed: Seed = None,
    postgres_setting: Settings = None,
) -> None:
    """Offer contents to slots, in processes of their own, and judge what was answered.

    Leaves history.jsonl, verdict.json, report.html and manifest.json in the folder. Exit code 0:
    allowed, and exact in every repetition; 1: violated; 2: unknown; 3: it could not be run.
    """
    plan = Plan(
        tasks=tasks,
        slots=slots,
        processes=processes,
        repeat=repeat,
        identical=identical,
        faults=tuple(dict.fromkeys(fault or ())),
        bus=bus,
        seed=chosen(seed),
    )
    if bool(ledger) is bool(client):
        raise fail(
            "Say what is tried: --ledger one of ours, or --client 'COMMAND'.", Exit.WRONG_USAGE
        )
    if client:
        new_folder(out)
        wanted = Wanted(plan=plan, client=client, connect=_address(connect))
        _say(carried_out(lambda: try_out(wanted, out)), out)
    _check(plan, ledger, out)
    pairs = [setting.partition("=") for setting in postgres_setting or ()]
    settings = {name: value for name, _, value in pairs}
    _say(carried_out(lambda: runner.run(plan, ledger, out, settings)), out)


def _say(judged: Judged, out: Path) -> NoReturn:
    typer.echo(told(judged))
    typer.echo(f"see {out / 'report.html'}")
    raise typer.Exit(exit_of(judged))


def _address(connect: str) -> tuple[str, int] | None:
    host, _, port = connect.rpartition(":")
    if not connect:
        return None
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise fail(f"--connect {connect} is no HOST:PORT.", Exit.WRONG_USAGE)
    return host, int(port)


def carried_out(work: Callable[[], Coroutine[None, None, Result]]) -> Result:
    """Do the work; what keeps it from being done ends the command."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or engines would be left behind
    try:
        return asyncio.run(work())
    except (
        CannotStart,
        NotInstalled,
        NoDisk,
        BreaksDown,
        Hung,
        CannotTry,
        WrongLine,
        OSError,
    ) as error:
        raise fail(str(error), Exit.COULD_NOT_RUN) from error


def told(judged: Judged) -> str:
    """What a run has shown, in lines."""
    answers = ", ".join(f"{count:,} {answer}" for answer, count in judged.answers.items())
    faults = ", ".join(f"{count:,} {fault}" for fault, count in judged.faults.items())
    return "\n".join(
        [
            judged.words,
            f"exact in {judged.exact:,} of {judged.repetitions:,} repetitions",
            f"answers: {answers}",
            *([f"faults: {faults}"] if faults else []),
            *(
                [f"CRASHES: a process ended by itself {judged.crashes} times"]
                * bool(judged.crashes)
            ),
            f"P50 {judged.p50_ms:.1f} ms, P95 {judged.p95_ms:.1f} ms, {judged.per_s:,.0f} offers/s",
            f"again: {judged.command}",
        ]
    )


def exit_of(judged: Judged) -> int:
    """0 only if all was well."""
    if judged.verdict == "allowed" and not judged.passed:
        return EXITS["unknown"]
    return EXITS[judged.verdict]


def _check(plan: Plan, ledger: str, out: Path) -> None:

    if ledger not in LEDGERS:
        raise fail(
            f"There is no ledger {ledger}: choose from {', '.join(LEDGERS)}.", Exit.WRONG_USAGE
        )
    if plan.bus not in ("", *BUSES):
        raise fail(f"There is no bus {plan.bus}: choose from {', '.join(BUSES)}.", Exit.WRONG_USAGE)
    if ON_NATS & {*plan.faults} and plan.bus != "nats":
        raise fail("Faults of NATS want --bus nats.", Exit.WRONG_USAGE)
    if unknown := ONLY_ON_TRIAL & {*plan.faults}:
        raise fail(
            f"{', '.join(sorted(unknown))}: made for a program of yours only; give it by --client.",
            Exit.WRONG_USAGE,
        )
    if plan.identical > plan.tasks:
        raise fail(
            f"--identical {plan.identical} of {plan.tasks} tasks cannot be: at most all of them "
            "are the same.",
            Exit.WRONG_USAGE,
        )
    new_folder(out)
