"""The key of an installation is changed on the machine itself."""

import re

from tests.program import InThisProcess


def test_a_key_is_made_changed_and_told_where_it_is(in_this_process: InThisProcess) -> None:
    ran = in_this_process.run("secrets", "rotate")
    assert ran.code == 0
    assert re.search(r"0 secrets are sealed by the new key in \S+secrets\.key", ran.out)
    again = in_this_process.run("secrets", "start-anew")
    assert (again.code, again.out) == (0, "0 secrets that no key opens are forgotten.\n")
