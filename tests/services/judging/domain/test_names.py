"""Scripts are found by what people call them."""

import unicodedata

from huleedu.contracts.reason import Reason
from huleedu.services.judging.domain.names import Known, Meant, NotMeant, meant

SCRIPTS = (
    Known("Åsa.txt", ("Åsa Öberg",)),
    Known("essay 2.docx", ("Bo Ek",)),
    Known("essay 2.pdf", ("Cid Ek",)),
    Known("Bo Ek.txt"),
)


def test_a_script_is_known_by_file_with_or_without_its_ending_and_by_pupil() -> None:
    names = ["Åsa.txt", "åsa", "ÅSA  öberg", "essay 2.pdf", "Cid Ek"]
    assert meant(names, SCRIPTS) == Meant((0, 0, 0, 2, 2))


def test_letters_may_be_composed_or_not() -> None:
    assert meant([unicodedata.normalize("NFD", "Åsa Öberg")], SCRIPTS) == Meant((0,))


def test_a_files_name_comes_before_a_pupils() -> None:
    assert meant(["Bo Ek"], SCRIPTS) == Meant((3,))


def test_names_that_nobody_has_and_names_of_several_are_told() -> None:
    found = meant(["essay 2", "Dag", "Åsa"], SCRIPTS)
    assert isinstance(found, NotMeant)
    assert found == NotMeant(unknown=("Dag",), several=("essay 2",))
    facts = {"unknown": "'Dag'", "several": "'essay 2'"}
    assert found.why == Reason("names.unknown_and_several", {**facts})
    many = NotMeant(tuple(f"n{at}" for at in range(9)), ())
    assert str(many.why.facts["names"]).endswith("'n4' … (+4)")
    assert NotMeant((), ("a",)).why == Reason("names.several", {"names": "'a'"})
