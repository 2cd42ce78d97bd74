"""Words and names in every way that they are stored come through the program as they were meant."""

import os
from pathlib import Path

from tests.program import Program
from tests.services.files.domain.test_archives import with_stored_names

SWEDISH = "Jag såg en älg på ön, och sedan åkte vi hem över sjön med båten på våren."
ENGLISH = "I don't like rain because it isn't fun. I'm tired and we can't play. She's my friend."
ROSTER = """Klasslista 9A;;
Läsåret 2026/27;;
"Elevens
förnamn";Elevens efternamn;Klass
Maja Sofia;Lindberg;9A
Olle Karl;Ek;9A
Åsa;Örn;9A
Älva;Ångström;9A
Antal: 4;;
"""


def written(folder: Path) -> dict[str, str]:
    """Files, and the text that each is to give."""
    pages = ("cp1252", "cp850", "mac-roman", "utf-16")
    texts = {f"{page}.txt": f"Nummer {n}. {SWEDISH}" for n, page in enumerate(pages)}
    for page in pages:
        (folder / f"{page}.txt").write_bytes(texts[f"{page}.txt"].encode(page))
    texts["garbled.txt"] = f"Nummer 9. {SWEDISH}"
    (folder / "garbled.txt").write_text(texts["garbled.txt"].encode().decode("latin-1"))
    (folder / "Maja Lindberg.txt").write_text(ENGLISH.replace("'", "´"))
    (folder / "pdf.txt").write_text("A PDF begins with %PDF-1.4 and so on, as everybody knows.")
    (folder / "template.txt").write_text("Namn: ______\nKlass: ______")
    (folder / os.fsdecode("Olle Ek – sjö.txt".encode("cp1252"))).write_text(f"Olle. {SWEDISH}")
    (folder / "old.docx").mkdir()
    (folder / "old.docx" / "[Content_Types].xml").write_text("<Types/>")
    (folder / "up").symlink_to("..")
    names = (name.encode("latin-1") for name in ("Åsa Örn.txt", "Älva Ångström.txt"))
    zipped = with_stored_names(*names).replace(b"text", b"blue")
    (folder / "zipped.zip").write_bytes(zipped)
    return texts


async def test_letters_and_names_come_through_as_they_were_meant(
    on_database: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    texts = written(folder)
    (tmp_path / "class.csv").write_bytes(ROSTER.encode("mac-roman"))
    command = ("assess", str(folder), "--roster", str(tmp_path / "class.csv"))
    ran = await on_database.run(*command, "--json", "--out", "out")
    assert ran.code == 1, ran.err
    assert "Not taken for pupils, in the class list: Antal: 4" in ran.err
    essays = {essay["file"]: essay for essay in ran.report["essays"]}
    assert {name: essays[name]["text"] for name in texts} == texts
    misspelled = {name: essay["misspellings"] for name, essay in essays.items()}
    assert not any(misspelled[name] for name in (*texts, "Maja Lindberg.txt")), misspelled
    assert essays["Maja Lindberg.txt"]["measures"]["words"] == 17
    assert "%PDF-1.4" in essays["pdf.txt"]["text"]
    pupils = {name: essay["pupil"]["name"] for name, essay in essays.items() if essay["pupil"]}
    assert pupils == {
        "Maja Lindberg.txt": "Maja Sofia Lindberg",
        "Olle Ek – sjö.txt": "Olle Karl Ek",
        "zipped.zip/Åsa Örn.txt": "Åsa Örn",
    }
    files = {file["name"]: file for file in ran.report["files"]}
    assert {name: file["code"] for name, file in files.items() if file["code"]} == {
        "old.docx": "folder_of_parts",
        "template.txt": "empty",
        "up": "folder_link",
        "zipped.zip/Älva Ångström.txt": "same_text",
    }
    assert files["garbled.txt"]["notes"] == [{"code": "letters_are_mended", "facts": {"n": 10}}]
