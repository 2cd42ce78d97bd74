"""Judging is steered by command, in the same words as on the page."""

import json

from tests.program import InThisProcess

from huleedu.sample import SampleClass


def test_judging_is_steered_by_command(
    in_this_process: InThisProcess, school_class: SampleClass
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "5", "--json", "--out", "out")
    batch = in_this_process.run(*command, "--roster", str(school_class.roster)).report["batch"]

    def judging(*words: str, code: int = 0) -> str:
        ran = in_this_process.run("judging", *words)
        assert ran.code == code, (ran.out, ran.err)
        return ran.out if code == 0 else ran.err

    assert "judging open" in judging("more", batch, "5", code=2)
    assert "no mean and spread" in judging("open", batch, "--scores", "100", code=2)
    judging("open", batch, "--until", "2100-01-01", "--late", "join", "--scores", "50:10")
    judging("enrol", batch, "Åsa", "--quota", "3", "--email", "asa@skolan.example")
    assert "ends by itself at 2 January 2100" in judging("show", batch)
    assert "5 more judgements are asked for: 8 in all." in judging("more", batch, "5")
    assert "0 of 8 judgements" in judging("show", batch)
    told = judging("leave-out", batch, "Åsa")
    assert "0 decisions of Åsa count no more; `judging put-back` counts them again." in told
    assert "0 decisions of Åsa count again." in judging("put-back", batch, "Åsa")
    assert "enrol" in judging("leave-out", batch, "Bo", code=2)
    assert "count so already" in judging("turn", batch, "Åsa", code=2)
    pair = json.loads(judging("next", batch, "Åsa"))["pair"]
    judging("decide", pair, "Åsa", "better")
    assert "1 decision of Åsa counts the other way round" in judging("turn", batch, "Åsa")
    assert ",yes" in judging("decisions", batch)
    assert "1 decision of Åsa counts as it was said." in judging("turn-back", batch, "Åsa")
    assert ",yes" not in judging("decisions", batch)
    assert "0 more essays are judged from now on." in judging("let-in", batch)
    told = judging("invite", batch, "2", "--quota", "4")
    assert "Judge 1" in told
    assert "Judge 2" in told
    assert "Judge 1 is called Bo Ek now." in judging("rename", batch, "Judge 1", "Bo Ek")
    assert "look alike" in judging("rename", batch, "Judge 2", "BO EK", code=2)
    judging("rename", batch, "Judge 1", "Cia", code=2)
    assert "Bo Ek" in judging("show", batch)
