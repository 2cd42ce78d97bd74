"""Names for made-up pupils. Every second one is held out: no rule was written by looking at it."""


def _listed(names: str, between: str | None = None) -> list[str]:
    return [" ".join(name.split()) for name in names.split(between)]


GIVEN = _listed("""
Anna Fatima Erik Noor Sara Mohammed Åsa Dragan Émile Elif Johan Aisha Märta Piotr Ulla-Britt Zoë
Karl-Johan Ngozi Anna-Lena José Jörgen Thi Sigrid Ayşe Håkan Lucía Göran Svetlana Pär Yusuf Östen
Mehmet Ingrid Chloé Nils Małgorzata Emelie Tariq Oskar Olena Jean-Luc Kerstin Abdirahman Ebba
Hyun-woo Linnéa Goran Alexander Zlatan Katarina Ahmed William Hodan Isabella Robert Soraya Charlotta
Nikolaj Elisabeth Charlotte Mikael Thomas Maja-Lena Benjamin Josefin Michael Marcus Katherine
Kristina Samuel Lars Joseph Magdalena Andrew Gustaf Jonathan Margareta Rebecca Tobias Nicholas
Fredrik Daniel Birgitta Matthew Andreas Gabriella Christoffer Elizabeth Siobhán Wojciech Jonas Agnes
""")
"""Given names that are no words, as class lists have them."""

TWO_GIVEN = _listed(
    """
Anna Maria;Karl Erik;Mary Jane;José Luis;Eva Lotta;Thi Mai;Maria del Carmen;Abu Bakr;Per Olof;
Sarah Ann;Jan Åke;Ana Lucía
""",
    ";",
)

GIVEN_WORDS = _listed("""
Björn Love Will Grace Sol Hope Stig Faith Bo Mark My Joy Saga Rose Liv May Tor Summer Per Jack Hans
April Lo Art Vide Lily Kaj Ruby Frank Dag Mats Ray Alva Rich Tindra Daisy Lilja Iris Lin Drew
""")
"""Given names that Swedish or English has as words."""

SURNAMES = _listed("""
Lindberg Hassan Andersson Nguyễn Öberg Kowalski Åkesson Petrović Åström Yılmaz Johansson O’Brien
Svensson García Bergström Al-Masri Näslund Abdullahi Großmann O'Connor Wikström Ismail Söderqvist
Fernández Eriksson Haddad Löfgren Müller Nordström Smith Rääf Östlund Wójcik Lindqvist Tesfaye
Häggblom Jönsson McDonald Grönlund Novák Backlund Ibrahimović Sjöström Chowdhury Ångström Demir
Holmgren Robinson Gustafsson Kovačević Hedberg-Ström D'Angelo Malmén Thompson Rönnberg Olsen
""")

SURNAMES_OF_PARTS = _listed(
    """
von Essen;af Klint;de la Cruz;García López;van den Berg;al Khatib;Lind af Hageby;Svensson Ek;
von der Lancken;bin Omar;De Geer;ben Amar
""",
    ";",
)

SURNAME_WORDS = _listed("""
Ek King Berg Brown Holm Young Lind Wood Sten Hill Dahl Baker Hägg Long Ros Stone Björk Price Falk
Day Ström Fox Alm Green Lund Rice Frisk Cook Stål Marsh Rask Field
""")

SHORT = {
    "Alexander": "Alex Sasha Alle",
    "Katarina": "Kattis Kajsa Kata",
    "William": "Wille Willie Billy",
    "Isabella": "Bella Isa",
    "Robert": "Robban Rob Bobby",
    "Charlotta": "Lotta Lottie",
    "Elisabeth": "Lisa Bettan Lisen",
    "Charlotte": "Lotta Charlie",
    "Mikael": "Micke Mick",
    "Thomas": "Tom Tommy",
    "Benjamin": "Ben Benny Benji",
    "Josefin": "Jossan Jossis",
    "Michael": "Mike Mick Mikey",
    "Marcus": "Mackan Macke",
    "Katherine": "Kate Katie Kathy",
    "Kristina": "Stina Kicki Tina",
    "Samuel": "Sam Sammy",
    "Lars": "Lasse",
    "Joseph": "Joe Joey",
    "Magdalena": "Magda Lena Maggan",
    "Andrew": "Andy Drew",
    "Gustaf": "Gurra",
    "Jonathan": "Jonte Jon Nathan",
    "Margareta": "Maggan Greta",
    "Rebecca": "Becky Bex Beckan",
    "Tobias": "Tobbe",
    "Nicholas": "Nick Nico",
    "Fredrik": "Fredde",
    "Daniel": "Danne Danny",
    "Birgitta": "Gittan Bibbi",
    "Matthew": "Matt",
    "Andreas": "Adde Andy",
    "Gabriella": "Gabbi Ella",
    "Christoffer": "Chrille Kribbe",
    "Elizabeth": "Liz Beth Lizzie",
    "Maja-Lena": "Maja",
    "Ulla-Britt": "Ulla",
    "Anna-Lena": "Anna",
    "Karl-Johan": "Kalle",
    "Mohammed": "Mo",
    "Svetlana": "Sveta",
    "Johan": "Jojje",
    "Jonas": "Jonne",
}
"""What those who know them call them."""

MATES = _listed("""
Wilma Hugo Elsa Liam Nora Adam Freja Ali Moa Viktor Selma Leo Ella Ravi Tuva Omar Ester Filip
Amanda Ibrahim Emma Oliver Ylva Simon
""")
TEACHERS = _listed(
    "Eva Palmgren;Mr Harris;Karim Sadiq;Ms Whitfield;Gun-Britt Ohlsson;Mrs Patel", ";"
)
CLASSES = _listed(
    "9B;Year 11;8C;Sv2;9 A;Engelska 6;SA21b;English 5;7d;Åk 8;10X;NA1;Year 9;TE20A;ES19;Sva 1",
    ";",
)
DATES = _listed(
    "2026-03-14;14 March 2026;14/3 2026;den 3 maj;3 May;25.11.2025;May 3rd, 2026;v. 12", ";"
)
