"""OneRoster's archive is whole by its own manifest, and speaks of pupils by the roster's ids."""

import csv
import io
import zipfile

import msgspec
import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st
from tests.gateway.exports.platforms.pupils import ANNA, BO, PUPILS, SAID, facts_of
from tests.gateway.exports.reports import BEGINNINGS, EVIL, essay_id

from huleedu.gateway.exports.facts import Given, PupilTaken
from huleedu.gateway.exports.platforms.known import NotTheirs, ThisColumn, look_into
from huleedu.gateway.exports.platforms.oneroster import (
    OF_VERSION,
    Version,
    are_numbers,
    filled,
    is_roster,
)

Table = list[dict[str, str]]
HEADS = {
    ("1.1", "categories"): "sourcedId,status,dateLastModified,title",
    ("1.1", "lineItems"): (
        "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
        "categorySourcedId,gradingPeriodSourcedId,resultValueMin,resultValueMax"
    ),
    ("1.1", "results"): (
        "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,"
        "scoreDate,comment"
    ),
    ("1.2", "categories"): "sourcedId,status,dateLastModified,title,weight",
    ("1.2", "lineItems"): (
        "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
        "categorySourcedId,academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId"
    ),
    ("1.2", "results"): (
        "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,"
        "scoreDate,comment,textScore,classSourcedId,inProgress,incomplete,late,missing"
    ),
}
"""As the binding has them: their case and order are fixed."""
ROSTER = {
    "manifest.csv": "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\n",
    "users.csv": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
        "givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
        "\r\nu-1,,,true,o-1,student,anna.a,,Anna,Åberg,,s1001,,,,,9,\r\n"
        "u-2,,,true,o-1,student,bo.e,,Bo,Ek,,,bo@skola.se,,,,9,\r\n"
        "u-9,,,true,o-1,teacher,cilla,,Cilla,Öst,,,,,,,,\r\n"
    ),
    "classes.csv": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,"
        "location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\r\n"
        "c-8,,,8B,8,k-1,,scheduled,,o-1,t-1,,,\r\n"
        'c-9,,,9B,9,k-1,,scheduled,,o-1,"t-2,t-3",,,\r\n'
    ),
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,"
        "primary,beginDate,endDate\r\n"
        "e-1,,,c-9,o-1,u-1,student,,,\r\ne-2,,,c-9,o-1,u-2,student,,,\r\n"
        "e-3,,,c-8,o-1,u-1,student,,,\r\ne-4,,,c-8,o-1,u-9,teacher,true,,\r\n"
    ),
}


def packed(files: dict[str, str] = ROSTER) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def given(content: bytes | None = None) -> Given:
    return Given(name="roster.zip", content=packed() if content is None else content)


def taken_in(content: bytes, version: Version) -> dict[str, Table]:
    """The archive as a system takes it in: whole, by its manifest, every reference resolved."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    tables = {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline="")))
        for name, text in texts.items()
    }
    manifest = {row["propertyName"]: row["value"] for row in tables.pop("manifest")}
    assert manifest["manifest.version"] == "1.0"
    assert manifest["oneroster.version"] == version
    files = {name: told for name, told in manifest.items() if name.startswith("file.")}
    assert list(files) == [f"file.{name}" for name in OF_VERSION[version]]
    assert {name for name, told in files.items() if told == "bulk"} == {f"file.{n}" for n in tables}
    for name, rows in tables.items():
        assert texts[f"{name}.csv"].partition("\r\n")[0] == HEADS[version, name]
        assert all(row["status"] == row["dateLastModified"] == "" for row in rows), "bulk mode"
        ids = [row["sourcedId"] for row in rows]
        assert all(ids)
        assert len(set(ids)) == len(ids)
    [line] = tables["lineItems"]
    assert line["categorySourcedId"] == tables["categories"][0]["sourcedId"]
    assert {row["lineItemSourcedId"] for row in tables["results"]} == {line["sourcedId"]}
    return tables


def test_results_speak_of_pupils_class_and_term_as_the_roster_does() -> None:
    made = filled(facts_of("oneroster", given(), feedback={essay_id(1): SAID}), "1.2")
    tables = taken_in(made.content, "1.2")
    [line] = tables["lineItems"]
    assert (line["title"], line["assignDate"]) == ("Essay 1", "2026-11-30")
    assert (line["classSourcedId"], line["academicSessionSourcedId"]) == ("c-9", "t-2")
    assert line["schoolSourcedId"] == "o-1"
    anna, bo = tables["results"]
    assert (anna["studentSourcedId"], anna["textScore"], anna["score"]) == ("u-1", "B", "")
    assert (anna["scoreStatus"], anna["scoreDate"]) == ("fully graded", "2026-11-29")
    assert anna["comment"] == " ".join(SAID.split())
    assert (bo["studentSourcedId"], bo["textScore"]) == ("u-2", "F")
    assert made.missing == ("Cilla Öst",), "a teacher of her name is no pupil"


def test_numbers_are_scores_in_both_versions() -> None:
    grades = {1: "4", 2: "3"}
    for version in OF_VERSION:
        facts = facts_of("oneroster", given(), grades=grades, pupils=(ANNA, BO))
        tables = taken_in(filled(facts, version).content, version)
        assert [row["score"] for row in tables["results"]] == ["4", "3"]
        [line] = tables["lineItems"]
        assert (line["resultValueMin"], line["resultValueMax"]) == ("0.0", "4.0")
    assert are_numbers(["1", "4.5"])
    assert not any(map(are_numbers, (["1", "F"], ["–"], ["٣"], ["-1"], ["1.2.3"])))


def test_without_a_roster_the_first_id_of_the_class_list_stands_for_a_pupil() -> None:
    made = filled(facts_of("oneroster"), "1.2")
    tables = taken_in(made.content, "1.2")
    assert [row["studentSourcedId"] for row in tables["results"]] == ["s1001", "s1002", "s1003"]
    assert all(row["classSourcedId"] for row in tables["results"])
    nobody = msgspec.structs.replace(ANNA, ids=())
    assert filled(facts_of("oneroster", pupils=(nobody, BO)), "1.2").missing == ("Anna Åberg",)


def test_what_is_no_roster_is_said_to_be_none() -> None:
    assert look_into("oneroster", packed(), "x", numbers=False) == ThisColumn("")
    for other in (b"", b"PK", packed({"other.csv": "a,b"}), packed({"users.csv": "sourcedId\r\n"})):
        assert not is_roster(other)
        assert look_into("oneroster", other, "x", numbers=False) == NotTheirs("wrong_file")


def test_no_cell_begins_as_a_formula_does() -> None:
    hostile = tuple(
        PupilTaken(name=evil, ids=(evil,), email=evil, essays=(essay_id(n),))
        for n, evil in enumerate(EVIL, 1)
    )
    grades = dict(enumerate(EVIL, 1))
    said = {essay_id(n): evil for n, evil in grades.items()}
    facts = facts_of("oneroster", pupils=hostile, grades=grades, feedback=said, title="=1")
    for version in OF_VERSION:
        for table in taken_in(filled(facts, version).content, version).values():
            for row in table:
                cells = [*row, *row.values()]
                assert not [c for c in cells if c.lstrip(" ").startswith(BEGINNINGS)], row


@pytest.mark.parametrize("version", [*OF_VERSION])
def test_the_same_facts_give_the_same_bytes(version: Version) -> None:
    facts = facts_of("oneroster", given())
    assert filled(facts, version) == filled(facts_of("oneroster", given(), pupils=PUPILS), version)


@given_by(st.data())
def test_a_damaged_archive_is_no_roster_or_another_one_and_never_a_fault(
    data: st.DataObject,
) -> None:
    content = bytearray(packed())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    if is_roster(bytes(content)):
        taken_in(filled(facts_of("oneroster", given(bytes(content))), "1.2").content, "1.2")
