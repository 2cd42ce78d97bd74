"""`huleedu judging enrol-list`: judges in by a list, their links out as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.decision_files import text_of
from huleedu.app.commands.judging_desk import in_words
from huleedu.app.commands.judging_enrolments import name_taken, wrong_name
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.contracts.judging import COUNT_MAX, Kind, NotOpened
from huleedu.gateway.judge_groups import groups_of_class
from huleedu.gateway.judge_lines import JudgeLine, LineWrong, NoSuchGroup, barred_by, read_judges
from huleedu.gateway.report.sanitised import one_line
from huleedu.kit import spreadsheet
from huleedu.kit.folders import make_private
from huleedu.services.classes.api.classes import Teacher
from huleedu.services.judging.api.judgings import Enrolled, Judgings, NameTaken, Script, WrongName
from huleedu.services.judging.api.opening import Meant, known_names, meant
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, NotHeardOf
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

AT_THE_MACHINE = UUID(int=0)
Site = Annotated[
    str, typer.Option(help="Where judges find the pages: https://huleedu.skola.example.")
]
Links = Annotated[
    Path | None, typer.Option(dir_okay=False, help="A CSV file, instead of the screen.")
]


@dataclass(frozen=True, slots=True)
class _Terms:
    quota: int | None
    ends_at: datetime | None
    new_keys: bool


@dataclass(frozen=True, slots=True)
class _Wanted:
    line: JudgeLine
    barred: Sequence[UUID]


def enrol_list_command(
    batch: BatchId,
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="A line each: name, e-mail, quota, and groups, files or pupils they never get.",
        ),
    ],
    quota: Annotated[
        int | None,
        typer.Option(min=1, max=COUNT_MAX, help="Decisions at most, where a line tells no number."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day on which a key opens anything."),
    ] = None,
    new_keys: Annotated[
        bool, typer.Option("--new-keys", help="Who has a key gets another; the one before ends.")
    ] = False,
    site: Site = "",
    links: Links = None,
) -> None:
    """Let everybody of a list judge; their links are told once, as a table.

    Who judges already keeps their link, and gets what their line says.
    """

    terms = _Terms(quota, until.astimezone() + timedelta(days=1) if until else None, new_keys)

    async def work(house: House, found: UUID) -> Exit:
        scripts = await judgings_of(house).scripts(found)
        if not scripts:
            raise fail(in_words(NotOpened()), Exit.WRONG_USAGE)
        wanted = await _read(house, found, file, scripts)
        if links:
            _writable(links)
        told, refused = await _enrolled(judgings_of(house), found, wanted, terms)
        _tell(
            [(name, email, f"{site.rstrip('/')}/judge#{key}") for name, email, key in told], links
        )
        for why in refused:
            typer.echo(one_line(why), err=True)
        return Exit.WRONG_USAGE if refused else Exit.WELL

    run(lambda house: with_batch(house, batch, work))


async def _enrolled(
    judgings: Judgings, batch: UUID, wanted: Sequence[_Wanted], terms: _Terms
) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Let all of these judge: names, addresses and keys that are new; and whom not, and why."""
    told, refused = list[tuple[str, str, str]](), list[str]()
    for one in wanted:
        name, email = one.line.name, one.line.email
        made = await judgings.enrol(
            batch,
            name,
            Kind.PERSON,
            quota=one.line.quota or terms.quota,
            barred=one.barred,
            ends_at=terms.ends_at,
            renew=terms.new_keys,
            email=email,
        )
        match made:
            case Enrolled(key):
                told.append((name, email, key))
            case WrongName():
                refused.append(f"{name}: {wrong_name(made)}")
            case NameTaken(kind):
                refused.append(f"{name}: {name_taken(kind)}")
            case _:
                typer.echo(words().say("enrol.before", judge=name), err=True)
    return told, refused


async def _read(
    house: House, batch: UUID, file: Path, scripts: Sequence[Script]
) -> Sequence[_Wanted]:
    """Who is to judge what; a line that is not understood ends the command, and nothing is done."""
    say, read = words().say, read_judges(text_of(file))
    if isinstance(read, LineWrong):
        raise fail(f"{file}: {_wrong(read)}", Exit.WRONG_USAGE)
    if not read:
        raise fail(f"{file}: {say('enrol.list_empty')}", Exit.WRONG_USAGE)
    tables = house.database("results")
    seen = await results.batch_seen(tables, batch, None, administrator=True)
    school = await results.school_of(tables, batch)
    assert isinstance(seen, BatchSeen), "the batch was found"
    assert not isinstance(school, NotHeardOf), "the batch was found"
    who = Teacher(school, AT_THE_MACHINE, administrator=True)
    groups = await groups_of_class(house.database("classes"), who, batch, seen.class_)
    wanted: list[_Wanted] = []
    for line in read:
        barred = _barred(line.groups, groups, scripts)
        if isinstance(barred, str):
            known = words().listed(sorted(groups))
            why = (
                say("enrol.no_such_group", judge=line.name, told=barred, groups=known)
                if groups
                else say("enrol.no_such_file", judge=line.name, told=barred)
            )
            raise fail(f"{file}: {why}", Exit.WRONG_USAGE)
        wanted.append(_Wanted(line, barred))
    return wanted


def _wrong(read: LineWrong) -> str:
    return words().say(f"judging.wrong.{read.code}", line=read.line)


def _barred(
    told: Sequence[str], groups: Mapping[str, Sequence[UUID]], scripts: Sequence[Script]
) -> Sequence[UUID] | str:
    """The essays that are meant; what means none is told back."""
    found: list[UUID] = []
    for name in told:
        of_group = barred_by([name], groups)
        if not isinstance(of_group, NoSuchGroup):
            found += of_group
            continue
        one = meant([name], known_names(scripts))
        if not isinstance(one, Meant):
            return name
        found += [scripts[number].essay for number in one.numbers]
    return found


def _writable(out: Path) -> None:
    """See that links can be written there, for nobody else to read, before any is made."""
    try:
        make_private(out.parent)
        out.touch(mode=0o600)
        out.chmod(0o600)
    except OSError as error:
        why = words().say("desk.not_written", file=str(out), why=str(error))
        raise fail(why, Exit.COULD_NOT_RUN) from error


def _tell(told: Sequence[tuple[str, str, str]], out: Path | None) -> None:
    if out:
        text = spreadsheet.written([("name", "email", "link"), *told])
        out.write_text(text, encoding="utf-8-sig", newline="")
        return
    for name, email, link in told:
        typer.echo(f"{one_line(name)}\t{email}\t{link}")
