"""A panel comes in by a list and its links go out as a table; a wrong line changes nothing."""

import csv
import io
from pathlib import Path

from tests.program import InThisProcess

from huleedu.sample import SampleClass


def test_a_panel_comes_in_by_a_list(
    in_this_process: InThisProcess, school_class: SampleClass, tmp_path: Path
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "5", "--json", "--out", "out")
    report = in_this_process.run(*command, "--roster", str(school_class.roster)).report
    batch, essay = report["batch"], report["essays"][0]["file"]
    judges, links = tmp_path / "judges.csv", tmp_path / "made" / "links.csv"

    def judging(*words: str, code: int = 0) -> tuple[str, str]:
        ran = in_this_process.run("judging", *words)
        assert ran.code == code, (ran.out, ran.err)
        return ran.out, ran.err

    def listed(text: str, *words: str, code: int = 0) -> tuple[str, str]:
        judges.write_bytes(text.encode("cp1252"))
        return judging("enrol-list", batch, str(judges), *words, code=code)

    assert "judging open" in listed("Åsa Lind\n", code=2)[1]
    judging("open", batch)
    table = judging("decisions", batch)[0]
    assert table.count("\n") == 1
    assert "nobody stands there" in listed("Name;E-post\n", code=2)[1]
    assert "no class with groups" in listed("Åsa Lind;9A\n", code=2)[1]
    assert "0 of" not in judging("show", batch)[0], "nobody was let in by half"
    told, _ = listed(
        f'Namn;E-post;Antal;Inte\nÅsa Lind;asa@skola.example;7;{essay}\n"Ek, Bo";;;\n',
        *("--quota", "40", "--site", "https://huleedu.example/"),
    )
    rows = [line.split("\t") for line in told.splitlines()]
    assert [row[:2] for row in rows] == [["Åsa Lind", "asa@skola.example"], ["Ek, Bo", ""]]
    assert all(row[2].startswith("https://huleedu.example/judge#") for row in rows)
    shown = judging("show", batch)[0]
    assert "Åsa Lind (person): 0 of 7" in shown
    assert "Ek, Bo (person): 0 of 40" in shown
    out, err = listed("Åsa Lind;9\nÅSA LIND\nCia\n".replace("ÅSA LIND\n", ""))
    assert "Åsa Lind" in err, "who judges already keeps their link"
    assert "Åsa Lind" not in out
    assert "0 of 9 judgements" in judging("show", batch)[0]
    out, err = listed("Dag;12\nasa  lind\nÅsa LIND\n", "--links", str(links), code=2)
    assert out == ""
    assert "look alike" in err
    [one, two] = csv.DictReader(io.StringIO(links.read_text(encoding="utf-8-sig")))
    assert (one["name"], two["name"]) == ("Dag", "asa lind")
    assert one["link"].startswith("/judge#")
    assert links.stat().st_mode & 0o777 == 0o600
    again, _ = listed("Dag\n", "--new-keys")
    assert again.split("#")[1] != one["link"].split("#")[1]
