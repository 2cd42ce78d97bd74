"""`huleedu assess --judge`: have judged what was assessed, in the same command."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import typer

from huleedu.app.commands.judged_by import JudgedBy
from huleedu.app.commands.judging_opening import opened, read, taken_in
from huleedu.app.commands.ranked import report_of
from huleedu.app.language import words
from huleedu.contracts.judging import NotOpened
from huleedu.gateway.judging_rules import RuleOptions
from huleedu.services.judging.api import automated
from huleedu.services.judging.api.opening import Wanted
from huleedu.wiring.judging import desk_of, judgings_of
from huleedu.wiring.program import House


@dataclass(frozen=True, slots=True)
class Judging:
    """Who is to rank the essays, and by which rules; by nobody: others are waited for."""

    judge: JudgedBy
    comparisons: int
    wanted: Wanted
    decisions: Path | None
    """What has been judged already."""

    async def have_judged(self, house: House, batch: UUID) -> tuple[str, ...]:
        """Returns why the judge could not go on, if so; what it has judged counts."""
        report = await report_of(house, batch)
        scripts = await opened(house, report, self.wanted)
        if self.decisions:
            await taken_in(house, report, self.decisions)
        pairs = len(scripts) * (len(scripts) - 1) // 2
        quota = min(len(scripts) * self.comparisons // 2, pairs)
        judgings, desk = judgings_of(house), desk_of(house)
        if not quota or self.judge is JudgedBy.NONE:
            return ()
        if self.judge is JudgedBy.BASELINE:
            counting = automated.Baseline(scripts)
            ended = await automated.have_judged(
                judgings, desk, batch, counting, quota, _tell_judged
            )
        else:
            return await judged_here(house, batch, quota)
        return (ended.why,) if isinstance(ended, automated.Stopped) else ()


async def judged_here(house: House, batch: UUID, quota: int) -> tuple[str, ...]:
    """Have the model of HULEEDU_LLM_URL judge in this process; why it could not go on, if so."""
    from huleedu.wiring.language_model import language_model  # noqa: PLC0415 - httpx

    judgings, desk = judgings_of(house), desk_of(house)
    rules, scripts = await judgings.rules(batch), await judgings.scripts(batch)
    assert not isinstance(rules, NotOpened), "it is open"
    most = min(quota, len(scripts) * (len(scripts) - 1) // 2)
    typer.echo(words().say("judged.sent_to", url=str(house.settings.llm.url)), err=True)
    async with language_model(house, batch, scripts, rules.criterion) as model:
        ended = await automated.have_judged(judgings, desk, batch, model, most, _tell_judged)
    return (ended.why,) if isinstance(ended, automated.Stopped) else ()


def asked_for(
    judge: JudgedBy,
    comparisons: int,
    rules: tuple[Path | None, Path | None, str | None],
    decisions: Path | None,
) -> Judging:
    """Read what was asked for; a wrong option ends the command.

    Args:
        rules: criterion, anchors and scale, as far as they are given.
    """
    criterion, anchors, scale = rules
    wanted = read(RuleOptions(criterion=criterion, anchors=anchors, scale=scale))
    return Judging(judge, comparisons, wanted, decisions)


def _tell_judged(done: int, wanted: int) -> None:
    typer.echo(words().say("judged.pairs", done=done, n=wanted), err=True)
