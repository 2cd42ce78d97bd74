"""Commands for engineers: claims that are measured, and evidence on slots."""

from collections.abc import Mapping

from huleedu.app.late import Group, Late

COMMANDS = "huleedu.app.commands"


def commands_in(module: str, lines: Mapping[str, str], *, speaks: bool = False) -> list[Late]:
    """Commands of one module, each with its line; that of `add-slots` is `add_slots_command`."""
    return [
        Late(name, f"{COMMANDS}.{module}:{name.replace('-', '_')}_command", line, speaks)
        for name, line in lines.items()
    ]


BENCH = [
    *commands_in(
        "bench_slots",
        {
            "slots": (
                "Exactness, latency and throughput of slots, beside the bare writing of the "
                "same rows."
            ),
            "growth": (
                "Slots by one, two and three processes; whether these grow or slow down as "
                "tables grow."
            ),
        },
    ),
    *commands_in(
        "bench_bus",
        {
            "bus": (
                "From a message's commit to its handler in another service, beside the bare "
                "writing."
            )
        },
    ),
    *commands_in(
        "bench_assess",
        {
            "assess": (
                "How long `assess` takes for the sample class, or for batches of several sizes."
            )
        },
    ),
    *commands_in(
        "bench_spelling",
        {
            "spelling": (
                "How many flags are right, on sentences whose errors people marked; and "
                "suggestions."
            )
        },
    ),
    *commands_in(
        "bench_remarks",
        {
            "remarks": (
                "How often each rule speaks where people marked an error, and of texts that are "
                "right."
            )
        },
    ),
    *commands_in(
        "bench_reading",
        {
            "reading": (
                "How many words of documents are read, by format, beside what other programs read."
            )
        },
    ),
    *commands_in(
        "bench_matching",
        {
            "matching": (
                "How many essays of made-up classes find their pupils, and how many are asked "
                "about."
            )
        },
    ),
    *commands_in(
        "bench_web",
        {
            "web": (
                "How long pages take and how soon they tell what changes, while essays come or "
                "are judged."
            )
        },
    ),
    *commands_in(
        "bench_judging",
        {
            "judging": (
                "Is the ranking good, and its error bar true? On simulated classes with "
                "fixed seeds."
            ),
            "desk": (
                "How long a judge waits for a pair among 1,000 scripts; whether 1,000 known "
                "essays rank."
            ),
        },
    ),
]
LAB = [
    *commands_in(
        "lab",
        {
            "check": "Is the history allowed by the rule of slots?",
            "explain": (
                "Why were so many successes claimed? Names each cause with the lines that prove it."
            ),
        },
    ),
    *commands_in(
        "lab_audit",
        {
            "audit": (
                "Compare ledger, essays, outboxes, batches and results, and list every "
                "disagreement."
            )
        },
    ),
    *commands_in(
        "lab_isolate",
        {
            "isolate": (
                "Run each test alone, then after the others and in shuffled orders, and compare."
            )
        },
    ),
    *commands_in(
        "lab_soak",
        {
            "soak": (
                "Random loads and faults from one seed until time is up; each history is checked."
            ),
            "compare": (
                "The same load on both ledgers and on every control: one table, one picture."
            ),
        },
    ),
    *commands_in(
        "lab_simulate",
        {
            "simulate": (
                "Play schedules of our own ledgers' code on engines that are made up, each "
                "from its seed."
            )
        },
    ),
    *commands_in(
        "lab_story",
        {
            "story": (
                "Tell how a count of 15 became 17, 25 and 30, each from a seed, with what "
                "the lab says of it."
            )
        },
    ),
    Group(
        "run",
        "Try a system, with real processes and engines.",
        [
            *commands_in(
                "lab_run",
                {
                    "slots": (
                        "Offer contents to slots, in processes of their own, and judge what "
                        "was answered."
                    )
                },
            )
        ],
    ),
]
