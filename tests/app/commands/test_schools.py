"""Schools are made and paused on the machine itself, without an account."""

import re

from tests.program import InThisProcess


def test_a_school_is_made_listed_paused_and_goes_on(in_this_process: InThisProcess) -> None:
    made = in_this_process.run("school", "make", "Lundaskolan", "--url", "https://skola.example/")
    assert made.code == 0
    assert re.search(r"https://skola\.example/start\?link=[\w-]{43}$", made.out)
    listed = in_this_process.run("school", "list").out
    found = re.search(
        r"^([0-9a-f-]{36})  Lundaskolan  0 people  nobody has begun$", listed, re.MULTILINE
    )
    assert found
    assert in_this_process.run("school", "pause", "lundaskolan").out == "Lundaskolan is paused.\n"
    assert "Lundaskolan  0 people  paused" in in_this_process.run("school", "list").out
    assert in_this_process.run("school", "go-on", found[1][:13]).out == "Lundaskolan goes on.\n"


def test_what_cannot_be_is_wrong_usage(in_this_process: InThisProcess) -> None:
    assert in_this_process.run("school", "make", "Lundaskolan").code == 0
    for arguments, why in (
        (("make", "lundaskolan"), "There is a school of this name already"),
        (("make", " "), "Enter the school's name."),
        (("pause", "Malmö"), "No school is called Malmö"),
    ):
        ran = in_this_process.run("school", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert why in ran.err
