"""End the program: with a code that says how it went, and a sentence that says why."""

import io
import os
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, TextIO, cast

from huleedu.kit.cannot_run import CannotRun

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Exit(IntEnum):
    """How a command ends."""

    WELL = 0
    SOME_REFUSED = 1
    WRONG_USAGE = 2
    COULD_NOT_RUN = 3
    A_BUG = 70
    INTERRUPTED = 130
    NOBODY_READS = 141
    """As the system ends a program whose output nobody takes (128 + SIGPIPE)."""


class NobodyReads(Exception):
    """Whoever read our output has closed it."""


class CannotTell(CannotRun):
    """What was to be said cannot be written: the message says why."""


PLAIN = str.maketrans(
    dict.fromkeys("–—−─━", "-") | dict.fromkeys("‘’", "'") | dict.fromkeys("“”", '"')
    | {"…": "~", "→": ">", "≤": "<", "≥": ">", "±": "~", "×": "x", "·": ".", "│": "|"}
)  # fmt: skip
"""Signs of ours that older sets of letters lack; each stays one sign wide."""
STOPPED = "Stopped. Nothing is lost: the same command again goes on where this one was."
A_BUG = "This is a bug in HuleEdu, and no fault of yours. Please report it with all that follows."


def ended(command: Callable[[], object]) -> int:
    """Run a command to its end, whatever happens; returns its exit code."""
    _guard_output()
    code = _ended(command)
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        try:
            stream.flush()
        except (NobodyReads, CannotTell) as error:
            # the interpreter flushes once more when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
            if code in (Exit.WELL, Exit.SOME_REFUSED):  # else it was told already, or matters less
                code = _told(error)
    return code


def _ended(command: Callable[[], object]) -> int:
    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.WELL
    except BaseException as error:  # whatever it is, it ends with a code of its own
        return _told(error)
    return Exit.WELL


def _told(error: BaseException) -> Exit:
    try:
        return told(error)
    except (NobodyReads, CannotTell):  # nor can that be told
        return Exit.NOBODY_READS if isinstance(error, NobodyReads) else Exit.COULD_NOT_RUN


def told(error: BaseException) -> Exit:
    """Say in words what ended the program; returns the code that it ends with."""
    error = _first(error)
    match error:
        case NobodyReads():
            return Exit.NOBODY_READS
        case KeyboardInterrupt():
            _say(STOPPED)
            return Exit.INTERRUPTED
        case OSError():
            _say(_of_the_machine(error))
            return Exit.COULD_NOT_RUN
        case MemoryError():
            _say("There is no memory left on this machine, or not for this program.")
            return Exit.COULD_NOT_RUN
        case CannotRun():
            _say(str(error))
            return Exit.COULD_NOT_RUN
        case _:
            _say(A_BUG)
            traceback.print_exception(error)
            return Exit.A_BUG


def _first(error: BaseException) -> BaseException:
    """Of several that came together, the first: the others came of it."""
    while isinstance(error, BaseExceptionGroup):
        error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
    return error


def _say(sentence: str) -> None:
    print(f"huleedu: {sentence}", file=sys.stderr)  # noqa: T201


def _of_the_machine(error: OSError) -> str:
    why = error.strerror or str(error) or type(error).__name__
    return f"{why}: {error.filename}" if error.filename else why


def _guard_output() -> None:
    """Make failures of our own output known as such; nothing else may get the numbers 0 to 2."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:  # closed before we came: what is said there fails, as it does for others
            os.dup2(os.open(os.devnull, os.O_RDONLY), number)
    sys.stdout = _guarded(1, sys.stdout)
    sys.stderr = _guarded(2, sys.stderr)


def _guarded(number: int, stream: TextIO | None) -> TextIO:
    encoding = stream.encoding if stream else "utf-8"
    errors = "backslashreplace" if number == 2 else "strict"
    if number == 1 and encoding.lower().replace("_", "-") == "utf-8":
        errors = "surrogateescape"  # a name of a file, with bytes that are no letters
    if stream:
        stream.flush()
    return _Text(
        io.BufferedWriter(_Raw(number, "w", closefd=False)),
        encoding=encoding,
        errors=errors,
        line_buffering=number == 2 or os.isatty(number),
    )


class _Raw(io.FileIO):
    """Where output leaves the program."""

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write as a file does; raises `NobodyReads` or `CannotTell`."""
        try:
            return super().write(data)
        except BrokenPipeError as error:
            raise NobodyReads from error
        except OSError as error:
            raise CannotTell(f"The output cannot be written: {error.strerror}.") from error


class _Text(io.TextIOWrapper):
    """Output in letters."""

    def write(self, text: str, /) -> int:
        """Write as a stream does; raises `CannotTell` for letters that it has not.

        Our own dashes and arrows give way to plain ones, a pupil's name to nothing.
        """
        try:
            return super().write(text)
        except UnicodeEncodeError:
            pass
        try:
            return super().write(text.translate(PLAIN))
        except UnicodeEncodeError as error:
            sign = text.translate(PLAIN)[error.start]
            raise CannotTell(
                f"The output has no sign for {sign!a} (its letters are {self.encoding}): set "
                "PYTHONIOENCODING=utf-8, or LANG to a locale with UTF-8."
            ) from error
