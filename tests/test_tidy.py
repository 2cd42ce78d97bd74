"""The rules of the house that no other tool checks."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.pin import WHAT_TO_DO, unpinned

from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.message import Message
from huleedu.wiring.modules import SERVICES

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "huleedu"
MODULES = sorted(SOURCE.rglob("*.py"))
FOLDERS = sorted(path for path in (SOURCE / "services").iterdir() if (path / "service.py").exists())
ROOMS = {"__init__", "service", "api", "domain", "handlers", "store", "schema"}
LINES_MAX = 400
FUNCTION_LINES_MAX = 50
LONGER = {
    "app/commands/judging_batch.py:open_command",
    "app/commands/judging_enrolments.py:enrol_command",
    "services/judging/api/automated.py:have_judged",
    "services/judging/domain/ranking/described.py:described",
}
"""Functions that are longer: a list that may only become shorter."""
SHARED = {("services.judging", name) for name in ("Apart", "Fit", "Known", "Way")}
"""Class names that stand for two things in their room: a list that may only become shorter."""
LATE_IMPORTS = {
    "app/commands/concluding.py:_results": "openpyxl and Jinja2: only what changed is written",
    "app/commands/assessing.py:_judging": "scipy: most classes are not judged in the same command",
    "app/commands/having_judged.py:judged_here": "httpx: only a language model is reached over it",
    "app/commands/lab_isolate.py:isolate_command": "pytest may be missing, and its help is not",
    "app/commands/lab_story.py:story_command": "Valkey's client is an extra",
    "services/judging/handlers.py:rank": "scipy: only a batch that is judged has a ranking",
    "lab/controls/__init__.py:_on_valkey": "Valkey's client is an extra",
    "lab/isolate/plugin.py:_look": "drivers, inside of another suite that may have none",
    "services/files/domain/pdf/reader.py:_read_otherwise": "pypdf: few files are so damaged",
    "services/files/domain/reading.py:_read_markdown": "markdown-it: few hand in Markdown",
    "gateway/report/image.py:png": "resvg is an extra",
    "services/classes/domain/pupils.py:_settle": "scipy: few classes have names so alike",
    "services/identity/api/passkeys.py:_authenticators": "cryptography: few people have a passkey",
    "services/identity/domain/passwords.py:refuse_password": "a word list: few choose a password",
    "wiring/check.py:check_nats_at": "NATS' client is an extra",
    "wiring/check.py:check_valkey_at": "Valkey's client is an extra",
    "wiring/drivers.py:nats_bus": "NATS' client is an extra",
    "wiring/drivers.py:valkey_functions": "Valkey's client is an extra",
    "wiring/judging.py:desk_of": "scipy: 35 MB, in which most who serve pages have no judges",
}
"""Imports inside functions, each with its reason: a list that may only become shorter."""
UNTESTED_MAX = 170
"""Grown modules without tests of their name at the same path: a debt that only becomes smaller."""
SMALL_MODULE = 30
SENTENCE = re.compile(r"^[A-Z…][\w'…]*(?: [\w'`…,;:()/-]+){3,}[.?!]")
SENTENCES_MAX = 4
"""Sentences for people in services, where codes should stand: a debt that only becomes smaller."""
VAGUE = re.compile(r"(Manager|Impl|Helper|Utils?|Base)$")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("service", FOLDERS, ids=name)
def test_a_service_has_the_same_files_as_all_others(service: Path) -> None:
    found = {path.stem for path in service.iterdir() if path.name != "__pycache__"}
    assert found <= ROOMS, f"{found - ROOMS} are not files of a service"
    assert {"__init__", "service", "store", "schema"} <= found
    hears = bool(SERVICES[service.name].routes)
    assert ("handlers" in found) == hears, "who hears messages has handlers, nobody else"


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_file_says_first_what_happens_there_and_stays_small(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), f"{name(module)} has no docstring"
    assert len(text.splitlines()) <= LINES_MAX
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            debt = f"{module.relative_to(SOURCE).as_posix()}:{node.name}" in LONGER
            assert length <= FUNCTION_LINES_MAX or debt, f"{node.name} has {length} lines"
        if isinstance(node, ast.ClassDef):
            assert not VAGUE.search(node.name), f"{node.name} says nothing"


def test_services_speak_codes_and_no_sentences() -> None:
    """Sentences stand in `gateway/words`; what language models are told and answer is no such."""
    found = [
        f"{name(module)}: {text}"
        for module in (SOURCE / "services").rglob("*.py")
        if "/llm/" not in module.as_posix()
        for text in spoken(ast.parse(module.read_text(encoding="utf-8")))
        if SENTENCE.search(text)
    ]
    assert len(found) <= SENTENCES_MAX, "\n".join(found)


def spoken(tree: ast.Module) -> Iterator[str]:
    """Every text in a module but docstrings, and what asserts say; `…` for what is put in."""
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.Assert):
            silent |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_a_file_of_tests_stays_small() -> None:
    for file in (ROOT / "tests").rglob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= LINES_MAX, name(file)


def test_a_class_name_stands_for_one_thing_within_its_room() -> None:
    names: Counter[tuple[str, str]] = Counter()
    for module in MODULES:
        first, *rest = module.relative_to(SOURCE).with_suffix("").parts
        room = ".".join((first, *rest[: first in ("services", "engines")]))
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                names[room, node.name] += 1
    assert {found for found, count in names.items() if count > 1} <= SHARED


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_nothing_is_left_for_later(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError", text)


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_messages_handler_is_named_after_it(folder: Path) -> None:
    service = SERVICES[folder.name]
    for message, route in service.routes.items():
        words = re.sub(r"(?<!^)(?=[A-Z])", "_", message.__name__).lower()
        if sum(other is route for other in service.routes.values()) == 1:
            expected = f"on_{words}" if is_event(message) else words
            assert route.handle.__name__ == expected, message
        else:  # handled together with messages of other kinds, by one handler
            assert route.handle.__name__.startswith("on_"), message


def is_event(message: type[Message]) -> bool:
    """An event's name ends with what has happened, a command's begins with what is to be done."""
    last = re.findall("[A-Z][a-z]+", message.__name__)[-1]
    return last.endswith("ed") or last in {"Made", "Read", "Over"}


@pytest.mark.parametrize("folder", sorted(SOURCE.rglob("*schema")), ids=name)
def test_migrations_are_numbered_without_a_hole(folder: Path) -> None:
    numbers = sorted(int(file.name[:4]) for file in folder.glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1)), "two of a number, or a hole"


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_what_a_service_hears_stands_at_the_end_of_its_handlers(folder: Path) -> None:
    if not SERVICES[folder.name].routes:
        return
    last = ast.parse((folder / "handlers.py").read_text(encoding="utf-8")).body[-1]
    assert isinstance(last, ast.AnnAssign)
    assert ast.unparse(last.target) == "ROUTES"


def test_every_message_is_heard_by_somebody() -> None:
    heard = {message for service in SERVICES.values() for message in service.routes}
    assert {*CATALOGUE.values()} == heard


def test_every_statement_of_sql_in_a_store_has_a_name() -> None:
    for store in (SOURCE / "services").rglob("store*/*.py"):
        for node in ast.walk(ast.parse(store.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asked = node.func.attr in ("fetch", "fetchrow", "fetchval", "execute")
                assert not (asked and isinstance(node.args[0], ast.Constant)), name(store)


def test_the_tree_holds_the_product_alone() -> None:
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js")
    here = "/work/" + "main"
    for path in tracked():
        assert path.suffix not in (".log", ".orig", ".rej", ".tmp"), name(path)
        assert path.name not in ("uv.lock", "NOTES.md", "TODO.md"), name(path)
        if path.suffix in (".py", ".md", ".toml", ".sql", ".html", ".css", ".js", ""):
            text = path.read_text(encoding="utf-8", errors="replace")
            for word in (*hosts, here):
                assert word not in text, f"{name(path)} names {word}"


def test_all_that_is_installed_has_its_pin() -> None:
    assert not (wrong := list(unpinned(ROOT))), "\n".join((*wrong, WHAT_TO_DO))


def test_every_decision_says_what_enforces_it() -> None:
    for page in (ROOT / "docs" / "why").glob("[0-9]*.md"):
        text = page.read_text(encoding="utf-8")
        for heading in (
            "Status",
            "Context",
            "Decision",
            "Consequences",
            "Alternatives",
            "Enforced",
        ):
            assert heading in text, f"{name(page)} lacks {heading}"


def test_links_between_documents_lead_somewhere() -> None:
    for page in [path for path in tracked() if path.suffix == ".md"]:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{name(page)} → {link}"


def test_where_does_x_happen_names_files_that_are_there() -> None:
    rows = re.findall(r"^\| .+ \| (.+) \|$", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    assert len(rows) > 40
    for row in rows:
        folder = SOURCE
        for named in re.findall(r"`([\w/.]+(?:/|\.(?:py|lua|po)))`", row):
            at = SOURCE / named if (SOURCE / named).exists() else ROOT / named
            if not at.exists():  # its folder, or the service's, was named before in the row
                above = [up / named for up in (folder, *folder.parents)]
                at = next((path for path in above if path.exists()), at)
            assert at.exists(), f"{named} in: {row}"
            folder = at if at.is_dir() else at.parent


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_task_is_ended_by_kit_tasks_and_nobody_else(module: Path) -> None:
    """One cancellation may be swallowed on its way: `kit.tasks.end` asks until it is heard."""
    # in simulated time a cancellation stands for kill -9, and no driver takes part
    if name(module) in ("src/huleedu/kit/tasks.py", "src/huleedu/harness/simulate/schedules.py"):
        return
    assert ".cancel()" not in module.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_folder_for_results_is_made_by_kit_folders_and_nobody_else(module: Path) -> None:
    """Pupils' names, texts and grades go there: such a folder is its owner's alone."""
    source = module.read_text(encoding="utf-8")
    if "/engines/" not in name(module):  # whose folders say their own mode
        assert "makedirs(" not in source
        assert "mkdir(parents=True" not in source


def test_the_readme_stays_a_first_screen() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 70


def test_what_a_module_needs_is_imported_at_its_top() -> None:
    """A command's module is imported when it is typed (app/late.py): so its top is late enough."""
    found = [
        f"{module.relative_to(SOURCE).as_posix()}:{function.name}"
        for module in MODULES
        for function in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert set(found) == set(LATE_IMPORTS), "the list may only become shorter"
    assert len(found) <= 19


def test_a_modules_tests_are_found_by_its_name() -> None:
    """`tests/<same path>/test_<module>.py`, for every module that has grown."""
    untested = [
        name(module)
        for module in MODULES
        if module.stem != "__init__"
        and len(module.read_text(encoding="utf-8").splitlines()) >= SMALL_MODULE
        and not (
            ROOT / "tests" / module.relative_to(SOURCE).parent / f"test_{module.name}"
        ).exists()
    ]
    assert len(untested) <= UNTESTED_MAX, "\n".join(untested)
