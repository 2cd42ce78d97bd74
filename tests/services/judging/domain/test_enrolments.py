"""Who may judge under which name, and who gets a key."""

import pytest

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.desk import NameTaken
from huleedu.services.judging.domain.enrolments import EnrolledAs, MayJudge, enrol
from huleedu.services.judging.domain.judge_names import WhyNot, WrongName


@pytest.mark.parametrize(
    ("known", "kind", "renew", "may"),
    [
        (None, Kind.PERSON, False, MayJudge(key=True, before=False)),
        (None, Kind.MODEL, False, MayJudge(key=False, before=False)),
        (EnrolledAs(Kind.PERSON, False), Kind.PERSON, False, MayJudge(key=False, before=True)),
        (EnrolledAs(Kind.PERSON, False), Kind.PERSON, True, MayJudge(key=True, before=True)),
        (EnrolledAs(Kind.PERSON, True), Kind.PERSON, False, MayJudge(key=True, before=True)),
        (EnrolledAs(Kind.IMPORT, False), Kind.PERSON, False, MayJudge(key=True, before=True)),
        (EnrolledAs(Kind.PERSON, False), Kind.MODEL, False, NameTaken(Kind.PERSON)),
        (EnrolledAs(Kind.IMPORT, False), Kind.MODEL, False, NameTaken(Kind.IMPORT)),
    ],
)
def test_a_person_gets_a_key_when_they_have_none(
    known: EnrolledAs | None, kind: Kind, *, renew: bool, may: MayJudge | NameTaken
) -> None:
    assert enrol(known, "Åsa", kind, ["Bo"], renew=renew) == may


def test_a_new_name_is_looked_at_and_an_old_one_is_not() -> None:
    wrong = enrol(None, "bo", Kind.PERSON, ["Bo"], renew=False)
    assert wrong == WrongName(WhyNot.ALIKE, "Bo")
    old = EnrolledAs(Kind.PERSON, False)
    assert isinstance(enrol(old, "bo", Kind.PERSON, ["Bo", "bo"], renew=False), MayJudge)
