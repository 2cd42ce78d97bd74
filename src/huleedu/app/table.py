"""All commands: what each is called, where it is, and what it does."""

from collections.abc import Mapping, Sequence

from huleedu.app.late import Group, Late

COMMANDS = "huleedu.app.commands"


def _in(module: str, lines: Mapping[str, str], *, speaks: bool = False) -> list[Late]:
    """Commands of one module, each with its line; that of `add-slots` is `add_slots_command`."""
    return [
        Late(name, f"{COMMANDS}.{module}:{name.replace('-', '_')}_command", line, speaks)
        for name, line in lines.items()
    ]


ENGINE = [
    *_in(
        "engine",
        {
            "start": "Start PostgreSQL and let it stay up until it is stopped.",
            "stop": "Stop PostgreSQL, cleanly.",
            "status": (
                "Tell how PostgreSQL is. Exit code 0: it runs; 1: it does not; 3: its data "
                "are unusable."
            ),
            "migrate": "Bring the database up to date; every start does, if it may.",
            "check": (
                "Tell whether the engines that are set will do. Exit code 0: they will; 3: one "
                "will not."
            ),
        },
    )
]
BATCH = [
    *_in(
        "batch_export",
        {"export": "Write a batch's results again, or one file in a form that the pages offer."},
        speaks=True,
    ),
    *_in(
        "batches",
        {
            "list": "List the newest batches.",
            "show": "Tell how far a batch is, and what it waits for.",
        },
        speaks=True,
    ),
    *_in(
        "batch_changes",
        {
            "add": "Add files: latecomers, or corrected ones under the name of a refused file.",
            "add-slots": "Add slots, for texts that were left over.",
            "retry": "Try again what failed; what succeeded is reused.",
            "close": "Stop waiting: go on with what there is; what is missing is named.",
        },
        speaks=True,
    ),
    Group(
        "grades",
        "Decided grades: a person's, with who, when and why.",
        _in(
            "grades",
            {
                "show": (
                    "Tell the likeliest and the decided grade of each essay; a probability is "
                    "no grade."
                ),
                "decide": (
                    "Decide the grade of an essay, or of all that are clear; or take an act back."
                ),
                "history": "Tell all that was decided of an essay, the last first.",
            },
            speaks=True,
        ),
    ),
    Group(
        "talk",
        "Essays to talk about: put there, closed with an outcome, and undone.",
        _in(
            "batch_talk",
            {
                "show": (
                    "List the essays to talk about, the hardest first, and how others were closed."
                ),
                "add": "Put an essay on the list of those to talk about.",
                "close": "Close an essay that was talked about with what came of it.",
                "undo": (
                    "Take back what was said last of an essay: its outcome, or that it was put on "
                    "the list."
                ),
            },
            speaks=True,
        ),
    ),
    *_in(
        "batch_talk",
        {"look-again": "Have more judges look at an essay, who have not seen it."},
        speaks=True,
    ),
]
ESSAY = [
    *_in(
        "essays",
        {"show": "Tell an essay's life: every move, with its time and cause."},
        speaks=True,
    )
]
JUDGING = [
    *_in("judging", {"fit": "Rank scripts from decisions that were made elsewhere."}),
    *_in(
        "judging_batch",
        {
            "open": (
                "Open a batch's essays for judging; again, it changes what is given, and reopens."
            ),
            "show": (
                "Tell how far judging is, how sure the ranking, and what more judgements "
                "would bring."
            ),
            "import": (
                "Take in decisions that were made elsewhere; the same file again changes nothing."
            ),
            "close": "End judging: no more pairs are handed out. `judging open` goes on.",
        },
    ),
    *_in(
        "judging_steering",
        {
            "more": "Ask for so many more judgements, of all who can judge alike; goes on if it "
            "had ended.",
            "leave-out": "Count a judge's decisions nowhere, until `put-back`; the ranking "
            "follows.",
            "put-back": "Count a judge's decisions again; the ranking follows.",
            "let-in": "Let essays be judged that came after judging began; no judgement is lost.",
        },
    ),
    *_in(
        "judging_enrolments",
        {
            "enrol": "Let somebody judge; again, it changes what is given, and all else stays.",
            "revoke": (
                "Withdraw a judge's key; what they have decided counts. `judging enrol` gives "
                "a new one."
            ),
        },
    ),
    *_in(
        "judging_decisions",
        {"decisions": "Write all that was handed out, and what became of it, as CSV."},
    ),
    *_in(
        "judging_desk",
        {
            "next": "Print the judge's next pair as JSON; the same until it is decided or flagged.",
            "decide": "Leave a decision.",
            "flag": "Leave a pair unjudged; `next` gives another.",
            "undo": "Take back the judge's last decisions; `next` gives their pairs again.",
        },
    ),
    *_in(
        "judging_transcript",
        {
            "transcript": (
                "Write what language models were asked about a batch and answered, word for word."
            )
        },
    ),
    *_in(
        "judging_prompt",
        {
            "prompt": (
                "Show what language models are told: their task, and the criterion; both can "
                "be changed."
            )
        },
    ),
]
DEAD = [
    *_in(
        "dead",
        {
            "list": "List the dead letters, oldest first.",
            "show": "Show a dead letter whole.",
            "retry": "Deliver a dead letter again.",
            "drop": "Drop a dead letter for good.",
        },
    )
]
PEOPLE = [
    *_in(
        "people",
        {
            "reset-factor": (
                "Forget lost second factors, and print a link to choose a new password with."
            )
        },
    )
]
BENCH = [
    *_in(
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
    *_in(
        "bench_bus",
        {
            "bus": (
                "From a message's commit to its handler in another service, beside the bare "
                "writing."
            )
        },
    ),
    *_in(
        "bench_assess",
        {
            "assess": (
                "How long `assess` takes for the sample class, or for batches of several sizes."
            )
        },
    ),
    *_in(
        "bench_spelling",
        {
            "spelling": (
                "How many flags are right, on sentences whose errors people marked; and "
                "suggestions."
            )
        },
    ),
    *_in(
        "bench_remarks",
        {
            "remarks": (
                "How often each rule speaks where people marked an error, and of texts that are "
                "right."
            )
        },
    ),
    *_in(
        "bench_reading",
        {
            "reading": (
                "How many words of documents are read, by format, beside what other programs read."
            )
        },
    ),
    *_in(
        "bench_matching",
        {
            "matching": (
                "How many essays of made-up classes find their pupils, and how many are asked "
                "about."
            )
        },
    ),
    *_in(
        "bench_web",
        {
            "web": (
                "How long pages take, and how soon they tell what changes, while essays come in."
            )
        },
    ),
    *_in(
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
    *_in(
        "lab",
        {
            "check": "Is the history allowed by the rule of slots?",
            "explain": (
                "Why were so many successes claimed? Names each cause with the lines that prove it."
            ),
        },
    ),
    *_in(
        "lab_audit",
        {
            "audit": (
                "Compare ledger, essays, outboxes, batches and results, and list every "
                "disagreement."
            )
        },
    ),
    *_in(
        "lab_isolate",
        {
            "isolate": (
                "Run each test alone, then after the others and in shuffled orders, and compare."
            )
        },
    ),
    *_in(
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
    *_in(
        "lab_simulate",
        {
            "simulate": (
                "Play schedules of our own ledgers' code on engines that are made up, each "
                "from its seed."
            )
        },
    ),
    *_in(
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
            *_in(
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
TABLE: Sequence[Late | Group] = [
    *_in(
        "assessing",
        {
            "assess": (
                "Assess essays: every file offered appears in the result, with a slot or "
                "with a reason."
            ),
            "demo": "Assess a sample class of invented pupils, to see what comes out.",
        },
        speaks=True,
    ),
    *_in(
        "running",
        {
            "run": (
                "Run services until Ctrl-C; several processes of the same service share its work."
            ),
            "modules": "List the services that can be run, together or apart.",
        },
    ),
    *_in(
        "serving",
        {"serve": "Serve the pages for teachers, and the JSON API, until Ctrl-C."},
        speaks=True,
    ),
    Group("engine", "The embedded PostgreSQL.", ENGINE),
    Group("batch", "Batches that were assessed.", BATCH),
    Group("essay", "Single essays.", ESSAY),
    Group("judging", "Rank from judgements on pairs.", JUDGING),
    Group("dead", "Messages that were given up.", DEAD),
    Group("people", "People who have lost what they sign in with.", PEOPLE),
    Group("bench", "Measure, on this machine.", BENCH, f"{COMMANDS}.bench_loop:tell_of_the_loop"),
    Group("lab", "Evidence on slots, of this program or of any other.", LAB),
]
