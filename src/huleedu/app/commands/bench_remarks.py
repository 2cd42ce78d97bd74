"""`huleedu bench remarks`: measure how often each rule of the remarks is right."""

import typer

from huleedu.app.commands.program import table
from huleedu.bench.remarks import measure_remarks


def remarks_command() -> None:
    """How often each rule speaks where people marked an error, and of texts that are right."""
    found = measure_remarks()
    rows = [("Swedish sentences by learners: remarks, on what was labelled incorrect", "")]
    for rule in found.rules:
        share = f"{rule.right / rule.remarks:.0%}"
        rows.append((f"  {rule.rule}", f"{rule.remarks}, {rule.right} ({share})"))
    english = ", ".join(f"{rule} {n}" for rule, n in sorted(found.english_remarks.items()))
    rows += [
        ("remarks per 1,000 tokens labelled correct", f"{found.per_1000_correct:.2f}"),
        (f"English texts without errors ({found.english_words:,} words)", english or "none"),
        (
            "words/s, Swedish and English, misspellings included",
            f"{found.words_per_s['sv']:,.0f}, {found.words_per_s['en']:,.0f}",
        ),
    ]
    typer.echo(table(rows))
