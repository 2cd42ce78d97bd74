"""Language models judge by command, in the same words as on the page."""

from tests.program import InThisProcess

from huleedu.sample import SampleClass


def test_models_judge_by_command_as_the_school_allows(
    in_this_process: InThisProcess, school_class: SampleClass
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "5", "--json", "--out", "out")
    batch = in_this_process.run(*command, "--roster", str(school_class.roster)).report["batch"]

    def judging(*words: str, code: int = 0) -> str:
        ran = in_this_process.run("judging", *words)
        assert ran.code == code, (ran.out, ran.err)
        return ran.out if code == 0 else ran.err

    assert "judging open" in judging("llm", batch, code=2)
    assert "judging open" in judging("llm", batch, "--model", "m", code=2)
    assert "judging open" in judging("stop-models", batch, code=2)
    judging("open", batch)
    assert "No language model was asked" in judging("llm", batch)
    assert "school allows no language models" in judging("llm", batch, "--model", "m", code=2)
    assert "HULEEDU_LLM_URL" in judging("llm", batch, "--here", code=2)
    assert "--here judges by" in judging("llm", batch, "--here", "--model", "m", code=2)
    assert "asked nothing more" in judging("stop-models", batch)
    assert "may be asked again" in judging("let-models", batch)
