"""Write an export, in a process of its own: facts come in, and the file goes out.

Run as `python -m huleedu.gateway.exports.writing`. What writes workbooks and pages takes 20 MB of
memory and a second of a processor: neither the services nor the pages have that to spare. Input and
output are files without a name: of a process that was killed nothing is left.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from huleedu.gateway.exports.facts import ExportFacts, read_facts
from huleedu.gateway.exports.profiles import PROFILES
from huleedu.gateway.words.words import Words, words

Writer = Callable[[ExportFacts, Words, BinaryIO], None]
BEHIND_PAGES = 10
"""How much less of a processor it gets than who answers people."""


def write(facts: ExportFacts, out: BinaryIO) -> None:
    """Write the file that its profile names."""
    module, _, function = PROFILES[facts.profile].writes.partition(":")
    writer: Writer = getattr(import_module(module), function)
    writer(facts, words(facts.language), out)


def main() -> None:
    """Write what comes on the standard input to the standard output, which are files."""
    os.nice(BEHIND_PAGES)
    with (
        os.fdopen(0, "rb", closefd=False) as source,
        os.fdopen(1, "wb", closefd=False) as out,
        TemporaryFile() as essays,
    ):
        write(read_facts(source, cast("BinaryIO", essays)), out)


if __name__ == "__main__":
    sys.stdout = sys.stderr  # a stray word must not stand in the file
    main()
