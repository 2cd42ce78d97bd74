"""`huleedu bench spelling`: measure how well misspellings are found."""

import typer

from huleedu.app.commands.program import table
from huleedu.bench import spelling


def spelling_command() -> None:
    """How many flags are right, on sentences whose errors people marked; and suggestions."""
    found = spelling.check_sentences()
    rows = [
        ("Swedish sentences by learners (labels cover grammar too)", ""),
        ("tokens", f"{found.tokens:,}"),
        ("flags", f"{len(found.flags):,}"),
        ("of them labelled incorrect", f"{found.right_share:.1%}"),
        ("false alarms per 1,000 correct tokens", f"{found.false_alarms_per_1000:.2f}"),
        ("words/s", f"{found.words_per_s:,.0f}"),
        ("suggestions, median ms per distinct word", f"{found.suggestion_ms_median:.1f}"),
        ("suggestions, P95 ms per distinct word", f"{found.suggestion_ms_p95:.1f}"),
    ]
    for language in ("en", "sv"):
        tried = spelling.try_pairs(language)
        name = {"en": "English", "sv": "Swedish"}[language]
        rows.append(
            (
                f"{name} misspellings ({tried.pairs}): first, among five",
                f"{tried.first_share:.1%}, {tried.among_five_share:.1%}",
            )
        )
    typer.echo(table(rows))
