"""All commands: what each is called, where it is, and what it does."""

from collections.abc import Sequence

from huleedu.app.late import Group, Late
from huleedu.app.table_of_engineers import BENCH, COMMANDS, LAB, commands_in

__all__ = ["COMMANDS", "TABLE"]

ENGINE = [
    *commands_in(
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
    *commands_in(
        "batch_export",
        {"export": "Write a batch's results again, or one file in a form that the pages offer."},
        speaks=True,
    ),
    *commands_in(
        "batches",
        {
            "list": "List the newest batches.",
            "show": "Tell how far a batch is, and what it waits for.",
        },
        speaks=True,
    ),
    *commands_in(
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
        commands_in(
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
        "feedback",
        "Words for each pupil: drafted, ready, given, and taken back.",
        commands_in(
            "batch_feedback_links",
            {
                "links": (
                    "Make a link for each pupil who was given something, told once; older ones end."
                ),
                "end-links": "End pupils' links: whoever has one sees nothing by it any more.",
            },
            speaks=True,
        )
        + commands_in(
            "batch_feedback",
            {
                "show": "Tell how far each pupil's feedback is, and how it begins.",
                "write": (
                    "Write to a pupil, or say that what is written is ready; what was there is "
                    "replaced."
                ),
                "give": "Give pupils all that is ready, in one act; it is in the audit.",
                "withdraw": "Take back what pupils were given.",
                "pdf": "Write a PDF a pupil of what was given.",
                "draft": (
                    "Have the school's language model draft for whom nobody has written; drafts "
                    "stay drafts."
                ),
                "transcript": (
                    "Tell every word that was asked of a language model for drafts, and that it "
                    "answered."
                ),
            },
            speaks=True,
        ),
    ),
    Group(
        "talk",
        "Essays to talk about: put there, closed with an outcome, and undone.",
        commands_in(
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
    *commands_in(
        "batch_remarks",
        {"remarks": "Tell which kinds of remarks are looked for, or look for others."},
        speaks=True,
    ),
    *commands_in(
        "batch_talk",
        {"look-again": "Have more judges look at an essay, who have not seen it."},
        speaks=True,
    ),
]
ESSAY = [
    *commands_in(
        "essays",
        {"show": "Tell an essay's life: every move, with its time and cause."},
        speaks=True,
    )
]
JUDGING = [
    *commands_in(
        "judging",
        {"fit": "Rank scripts from decisions that were made elsewhere."},
        speaks=True,
    ),
    *commands_in(
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
        speaks=True,
    ),
    *commands_in(
        "judging_steering",
        {
            "more": "Ask for so many more judgements, of all who can judge alike; goes on if it "
            "had ended.",
            "leave-out": "Count a judge's decisions nowhere, until `put-back`; the ranking "
            "follows.",
            "put-back": "Count a judge's decisions again; the ranking follows.",
            "turn": "Count what a judge has decided so far the other way round: they had swapped "
            "the two texts.",
            "turn-back": "Count a judge's decisions as they were said again; the ranking follows.",
            "let-in": "Let essays be judged that came after judging began; no judgement is lost.",
        },
        speaks=True,
    ),
    *commands_in(
        "judging_llm",
        {
            "llm": "Have language models judge a batch; without any named, tell how far they are.",
            "stop-models": "Ask language models nothing more about a batch, in whatever process; "
            "what is kept stays.",
            "let-models": "Language models may be asked about a batch again, after `stop-models`; "
            "they go on.",
        },
        speaks=True,
    ),
    *commands_in(
        "judging_enrolments",
        {
            "enrol": "Let somebody judge; again, it changes what is given, and all else stays.",
            "invite": "Make keys without a name: whoever opens one is asked for theirs on the "
            "judges' page.",
            "rename": "Call a judge otherwise; what they have decided goes with the name.",
            "revoke": (
                "Withdraw a judge's key; what they have decided counts. `judging enrol` gives "
                "a new one."
            ),
        },
        speaks=True,
    ),
    *commands_in(
        "judging_list",
        {"enrol-list": "Let everybody of a list judge; their links are told once, as a table."},
        speaks=True,
    ),
    *commands_in(
        "judging_library",
        {
            "anchors": "List the anchors of a batch's school, and which of them are among its "
            "essays.",
            "keep-anchor": "Keep an essay as an anchor of its school: its fingerprint, place and "
            "grade, not its text.",
            "drop-anchor": "Keep an anchor of a batch's school no longer; batches that use it go "
            "on as they are.",
        },
        speaks=True,
    ),
    *commands_in(
        "judging_decisions",
        {"decisions": "Write all that was handed out, and what became of it, as CSV."},
        speaks=True,
    ),
    *commands_in(
        "judging_desk",
        {
            "next": "Print the judge's next pair as JSON; the same until it is decided or flagged.",
            "decide": "Leave a decision.",
            "flag": "Leave a pair unjudged; `next` gives another.",
            "undo": "Take back the judge's last decisions; `next` gives their pairs again.",
        },
        speaks=True,
    ),
    *commands_in(
        "judging_transcript",
        {
            "transcript": (
                "Write what language models were asked about a batch and answered, word for word."
            )
        },
        speaks=True,
    ),
    *commands_in(
        "judging_prompt",
        {
            "prompt": (
                "Show what language models are told: their task, and the criterion; both can "
                "be changed."
            )
        },
        speaks=True,
    ),
]
DEAD = [
    *commands_in(
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
    *commands_in(
        "people",
        {
            "reset-factor": (
                "Forget lost second factors, and print a link to choose a new password with."
            ),
            "hand-on": (
                "Give somebody's batches and classes to a colleague, or to the school's "
                "administrators."
            ),
        },
    )
]
SECRETS = [
    *commands_in(
        "secrets",
        {
            "rotate": "Seal all secrets by a new key; the old one opens nothing any more.",
            "start-anew": (
                "Forget the secrets whose key is lost: code apps and sign-in services are set up "
                "again."
            ),
        },
    )
]
SCHOOLS = [
    *commands_in(
        "schools",
        {
            "list": "List the schools, each with its people and whether it is paused.",
            "make": "Make a school, and print the link by which its first administrator begins.",
            "pause": "Let nobody of a school in until it goes on; nothing of it is lost.",
            "go-on": "Let the people of a paused school in again.",
        },
    )
]
TABLE: Sequence[Late | Group] = [
    *commands_in(
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
    *commands_in(
        "running",
        {
            "run": (
                "Run services until Ctrl-C; several processes of the same service share its work."
            ),
            "modules": "List the services that can be run, together or apart.",
        },
    ),
    *commands_in(
        "serving",
        {"serve": "Serve the pages for teachers, and the JSON API, until Ctrl-C."},
        speaks=True,
    ),
    Group("engine", "The embedded PostgreSQL.", ENGINE),
    Group("batch", "Batches that were assessed.", BATCH),
    Group("essay", "Single essays.", ESSAY),
    Group("judging", "Rank from judgements on pairs.", JUDGING),
    Group("dead", "Messages that were given up.", DEAD),
    Group("school", "The schools of this installation.", SCHOOLS),
    Group("people", "People who have lost what they sign in with, or who leave.", PEOPLE),
    Group("secrets", "The key that seals what the database keeps secret.", SECRETS),
    Group("bench", "Measure, on this machine.", BENCH, f"{COMMANDS}.bench_loop:tell_of_the_loop"),
    Group("lab", "Evidence on slots, of this program or of any other.", LAB),
]
