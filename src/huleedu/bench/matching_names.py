"""Names and noise for made-up classes: how pupils, platforms and slips write a name."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from huleedu.kit.short_forms import short_forms

Dice = random.Random


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split())


SWEDISH_GIVEN = _listed("""
    Alice Maja Vera Alma Selma Elsa Lilly Astrid Saga Freja Olivia Wilma Ebba Ella Agnes Ellen Signe
    Alva Stella Molly Ester Klara Julia Tyra Nova Ida Sara Linnéa Emilia Annika Katarina Elisabeth
    Kristina Märta Åsa Tuva William Liam Noah Hugo Lucas Elias Oliver Matteo Adam Oscar Walter Leo
    Alfred Nils Frans Ludvig Axel Viktor Theo Arvid Melvin Albin Sixten Vincent Edvin Isak Björn
    Göran Håkan Pär Mårten Jörgen Fredrik Gustav Lars Mikael Anders Fatima Ali Mohammed Zahra Omar
    Yusuf Amina Leila Hassan Elif Mehmet Aleksandra Milan Dragan Hodan Abdirahman Nguyen Thi Émile
    Zoë Noor Soraya Tindra Embla Tage Svea Majken Tyko Ivar Folke Vidar Ronja Juni Lykke Otto
""")
SWEDISH_LAST = _listed("""
    Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson
    Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Lindström
    Lindqvist Lindgren Axelsson Berg Bergström Lundberg Lind Lundgren Lundqvist Mattsson Berglund
    Fredriksson Sandberg Henriksson Forsberg Sjöberg Wallin Engström Eklund Danielsson Håkansson
    Lundin Björk Bergman Gunnarsson Holm Wikström Samuelsson Isaksson Fransson Bergqvist Nyström
    Holmberg Arvidsson Löfgren Söderberg Nyberg Blomqvist Claesson Nordström Mårtensson Åberg
    Öberg Åkesson Ek Falk Sjögren Hassan Ali Ahmed Mohamed Ibrahim Yılmaz Nguyen Kowalski Petrović
    Haddad Warsame Hosseini Rantala Virtanen Skoglösa Trygg Ugglebo Vidfamne Kvarnbäck Älgestrand
    Yxhage Fjellner Gripenstad Hjortsparre Kråkmo Ramnås Stensele Tuvesson Ulvhäll Brännlid
""")
ENGLISH_GIVEN = _listed("""
    Olivia Amelia Isla Ava Mia Ivy Lily Florence Poppy Grace Sophie Emily Charlotte Elizabeth
    Katherine Jessica Jennifer Margaret Susan Rebecca George Oliver Noah Arthur Harry Leo Jack
    Charlie Oscar Jacob Henry Thomas Freddie William Joshua Edward Robert Richard Michael Andrew
    Christopher Benjamin Samuel Daniel Matthew Nicholas Joseph Aisha Priya Mohammed Ibrahim Zainab
    Chidi Ngozi Wei Mei José Lucía Siobhán Niamh Rhys Cerys Angus Hamish Blessing Tariq Kwame Anaïs
    Thora Peregrine Lettice Barnaby Cosima Digby Ottoline Rafferty Saskia Tamsin Wilfred Zebedee
""")
ENGLISH_LAST = _listed("""
    Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans
    Walker White Roberts Green Hall Wood Jackson Clarke Khan Ahmed Singh Hussain Ali Begum Kaur
    O'Brien Murphy Kelly Byrne Ryan McCarthy Okafor Adeyemi Chen Wong García Hernández Müller
    Kowalska Popescu Novák Anderson Andersen Stewart Stuart Cook Cooke Clark Marsh Reeve Thwaite
    Birtwhistle Cholmondeley Entwistle Fotheringay Gathercole Hornblower Iveson Lovelace Ravenhill
    Sheepshanks Tredinnick Uttley Wigglesworth Yelland Zouch Quartermain
""")
PARTICLES = ("von", "de la", "af", "van der", "Al")


@dataclass(frozen=True)
class Person:
    """A pupil as the school's list has them."""

    given: str
    second: str
    last: str
    canvas: str
    email: str

    @property
    def name(self) -> str:
        """The whole name."""
        return " ".join(part for part in (self.given, self.second, self.last) if part)


def person(dice: Dice, *, swedish: bool, given: str = "", last: str = "") -> Person:
    """Somebody, sometimes with a second given name, two surnames or a particle."""
    givens, lasts = (SWEDISH_GIVEN, SWEDISH_LAST) if swedish else (ENGLISH_GIVEN, ENGLISH_LAST)
    given = given or dice.choice(givens)
    if not last:
        last = dice.choice(lasts)
        kind = dice.random()
        if kind < 0.06:
            last = f"{last} {dice.choice(lasts)}"
        elif kind < 0.09:
            last = f"{last}-{dice.choice(lasts)}"
        elif kind < 0.12:
            last = f"{dice.choice(PARTICLES)} {last}"
    second = dice.choice(givens) if dice.random() < 0.15 else ""
    if dice.random() < 0.05:
        given = f"{given}-{dice.choice(givens)}"
    number = dice.randrange(10_000, 1_000_000)
    local = bare(f"{given}.{last}").replace(" ", "").replace("'", "").lower()
    return Person(given, second, last, str(number), f"{local}{number % 100}@skola.example")


def bare(name: str) -> str:
    """Without accents, as keyboards elsewhere write it."""
    parted = unicodedata.normalize("NFD", name)
    kept = "".join(c for c in parted if not unicodedata.combining(c))
    return kept.replace("ı", "i").replace("ø", "o")


def slip(dice: Dice, name: str) -> str:
    """One letter too many, too few, wrong, or two changed over, not at the beginning."""
    if len(name) < 5:
        return name
    at = dice.randrange(1, len(name) - 1)
    match dice.randrange(4):
        case 0:
            return name[:at] + name[at] + name[at:]
        case 1:
            return name[:at] + name[at + 1 :]
        case 2:
            return name[:at] + dice.choice("aeinrst") + name[at + 1 :]
        case _:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def short(dice: Dice, given: str) -> str:
    """What friends say."""
    forms = sorted(short_forms([bare(given).lower()]))
    return dice.choice(forms).capitalize() if forms else given


def _written(dice: Dice, who: Person) -> str:
    given, last = who.given, who.last
    ways: tuple[tuple[float, Callable[[], str]], ...] = (
        (5.0, lambda: f"{given} {last}"),
        (1.0, lambda: who.name),
        (1.5, lambda: f"{last} {given}"),
        (1.0, lambda: f"{last}, {given}"),
        (1.0, lambda: bare(f"{given} {last}")),
        (0.7, lambda: f"{short(dice, given)} {last}"),
        (0.5, lambda: f"{given} {last[:1]}"),
        (0.5, lambda: f"{slip(dice, given)} {last}"),
        (0.7, lambda: f"{given} {slip(dice, last)}"),
        (0.6, lambda: given),
        (0.3, lambda: f"{given} {last.split()[0].split('-')[0]}"),
        (0.4, lambda: f"{given}{last}".replace(" ", "")),
        (0.3, f"{given} {last}".upper),
    )
    weights, makers = zip(*ways, strict=True)
    return dice.choices(makers, weights)[0]()


def signature(dice: Dice, who: Person) -> str:
    """The name as this pupil happens to write it."""
    return _written(dice, who)
