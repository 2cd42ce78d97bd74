"""A column's heading is understood in the words of many schools."""

import pytest

from huleedu.services.classes.domain.headings import Heading, heading, is_numbered

SAID: dict[Heading, tuple[str, ...]] = {
    "full": (
        *("Namn", "Namn:", "Elev", "Elevens namn", "Elev (namn)", "Elev/Student", "Barnets namn"),
        *("För- och efternamn", "Efternamn, förnamn", "Efternamn Förnamn", "Fullständigt namn"),
        *("Name", "NAME *", "Pupil", "Student's name", "Name of pupil", "Candidate name"),
        *("First name / surname", "Full_name", "DisplayName", "Navn", "Elevnavn", "Fulde navn"),
        *("Nimi", "Koko nimi", "Oppilaan nimi", "Schüler", "Élève", "Förnamn & efternamn"),
    ),
    "first": (
        *("Förnamn", "FÖRNAMN*", "Elevens förnamn", "Elev förnamn", "För-namn", "Förnamn 1"),
        *("First name", "FirstName", "first_name", "Student First Name", "Pupil’s first name"),
        *("Given Name(s)", "Given names", "Forename", "Fornavn", "Fornavne", "Etunimet"),
        *("Vorname", "Prénom", "Förnamn (tilltalsnamn)"),
    ),
    "spoken": ("Tilltalsnamn", "Kutsumanimi"),
    "middle": ("Mellannamn", "Middle name", "Mellomnavn"),
    "last": (
        *("Efternamn", "Efternamn 2", "Släktnamn", "Surname", "Pupil surname", "Family name"),
        *("Last name(s)", "LastName", "Etternavn", "Sukunimi", "Nachname"),
    ),
    "group": ("Klass", "Elevens klass", "Class", "Class name", "Klasse", "Luokka", "Grupp"),
    "email": ("E-post", "E-postadress", "Elev e-post", "Email address", "Sähköposti"),
    "id": ("Student ID", "SIS User ID", "Elev-id", "Användarnamn"),
    "": (
        *("", "Personnummer", "Nr", "Vårdnadshavare", "Mammas namn", "Vårdnadshavarens förnamn"),
        *("Parent name", "Skolans namn", "Mentor", "Skostorlek", "Maja Lindberg", "9A", "/"),
    ),
}


@pytest.mark.parametrize(
    ("cell", "kind"), [(cell, kind) for kind, cells in SAID.items() for cell in cells]
)
def test_a_heading_says_what_the_column_holds(cell: str, kind: Heading) -> None:
    assert heading(cell) == kind


def test_one_of_several_columns_has_a_number() -> None:
    assert is_numbered("Efternamn 2")
    assert not is_numbered("Efternamn")
