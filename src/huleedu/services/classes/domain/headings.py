"""Understand the heading of a column, in the words of Nordic, English and German schools."""

import re
from typing import Literal, get_args

Meaning = Literal["full", "first", "last", "called", "code", "group", "email", "id", ""]
"""What a column holds; "id" is of another system, empty: it is not used."""
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
Heading = Meaning | Literal["spoken", "middle"]
"""What a heading says: a name that the pupil is called by may be the only given name there is."""

_HEADINGS: dict[Heading, str] = {
    "full": "name/names/full name/complete name/whole name/display name/displayname/fullname/namn/"
    "hela namnet/fullständigt namn/för och efternamn/förnamn och efternamn/navn/fullt navn/"
    "fulde navn/fornavn og etternavn/fornavn og efternavn/nimi/koko nimi/elevnamn/elevnavn/"
    "studentname/pupilname/name and surname/first and last name/efternamn förnamn/"
    "förnamn efternamn/last name first name/surname first name/first name last name/"
    "first name surname",
    "first": "first/first name/first names/firstname/given/given name/given names/givenname/"
    "forename/forenames/christian name/förnamn/fornamn/fornavn/fornavne/etunimi/etunimet/vorname/"
    "vornamen/prénom",
    "spoken": "tilltalsnamn/kutsumanimi/puhuttelunimi/kaldenavn/rufname",
    "middle": "middle/middle name/middle names/middlename/mellannamn/mellomnavn/mellemnavn",
    "last": "last/last name/last names/lastname/surname/surnames/family/family name/family names/"
    "familyname/efternamn/etternavn/efternavn/sukunimi/släktnamn/slektsnavn/slægtsnavn/nachname/"
    "familienname/apellido/apellidos",
    "called": "called/known as/preferred name/preferredfirstname/preferred first name/nickname/"
    "kallas/smeknamn/kallenavn",
    "code": "code/kod/kode/koodi/elevkod/elevkode/pseudonym",
    "group": "class/classes/group/section/form/homeroom/registration group/class name/klass/"
    "klassnamn/grupp/undervisningsgrupp/klasse/gruppe/hold/luokka/ryhmä",
    "email": "email/e mail/mail/e post/epost/e postadress/epostadress/email address/"
    "e mail address/mailadress/sähköposti/sis login id/login id",
    "id": "id/user id/userid/student id/sis user id/sourcedid/identifier/id number/idnumber/"
    "elev id/elevid/användarnamn/username/id nummer",
}
_KINDS: dict[str, Heading] = {
    word: kind for kind, words in _HEADINGS.items() for word in words.split("/")
}


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PERSON = _listed(
    "barn barnet barnets candidate child deltagare deltaker deltager elev elevens elever elevers "
    "eleven elevenes élève learner learners opiskelija oppilaan oppilas oppilaat participant "
    "participants pupil pupils schüler student students"
)
"""By itself such a word is the heading of names; beside others it says no more."""
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")
_POSSESSIVE = re.compile(r"['’´`]s?\b")
_SIGNS = re.compile(r"[\W_]+")
_OR = re.compile(r"/|,|;|&|\b(?:or|and|eller|och|og|tai|ja|und)\b")
_OF = _listed("of the s")


def heading(cell: str) -> Heading:
    """What the column under this cell holds, if it is a heading that is known."""
    bare = _POSSESSIVE.sub("", _ASIDE.sub(" ", cell.casefold()))
    if whole := _one(bare):
        return whole
    parts: list[Heading] = [_one(part) for part in _OR.split(bare) if part.strip()]
    if len(parts) < 2 or not all(parts):
        return ""
    return "full" if {"first", "last"} <= {*parts} else parts[0]


def is_numbered(cell: str) -> bool:
    """Whether it is one of several columns of a kind: Efternamn 2."""
    return any(char.isdigit() for char in cell)


def _one(text: str) -> Heading:
    words = _SIGNS.sub(" ", text).split()
    if known := _KINDS.get(" ".join(words)) or _KINDS.get("".join(words)):
        return known
    telling = [w for w in words if w not in _PERSON and w not in _OF and not w.isdigit()]
    if not telling:
        return "full" if _PERSON.intersection(words) else ""
    return _KINDS.get(" ".join(telling)) or ""
