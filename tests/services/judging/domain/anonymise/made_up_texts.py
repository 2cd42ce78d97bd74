"""Heads, signatures and sentences for made-up essays. Every second one is held out.

`<given>` and its like are mentions of the writer; `{mate}` and its like are not.
"""


def _listed(texts: str, between: str = ";") -> list[str]:
    return texts.strip().split(between)


HEADS = (
    "<given>\n{class}\n",
    "<given> / {class}\n",
    "<full>\n{class}\n{date}\n",
    "<full>, {class}\n",
    "{class} <full>\n",
    "{class} <given>\n",
    "Name: <full>\nClass: {class}\n",
    "Namn: <given>\nKlass: {class}\n",
    "<last, given>\n",
    "<last, given>  {class}  {date}\n",
    "<FULL>\n{title}\n",
    "<LAST, given> {class}\n",
    "{title}\n\nby <full>\n",
    "{title}\nav <given>\n",
    "{title}\nBy: <given l.>\n",
    "{title}\n\n<given l> {class}\n",
    "<initials> {class}\n",
    "{class}, <initials>\n",
    "<surname> {class}\n",
    "<surname>, {class}\nTeacher: {teacher}\n",
    "<full> {class}\nLärare: {teacher}\n{date}\n",
    "<full>\t{date}\n{class}\tEngelska\n",
    "<e-mail>\n{title}\n",
    "<full> (<e-mail>)\n{class}\n",
    "<user>\n{class}\n",
    "{class} <user> {date}\n",
    "<full lower> {class}\n",
    "<given lower>\n\n{title}\n",
    "<short> {class}\n",
    "<short>\n{class}\n\n{title}\n",
    "Elev: <short> <surname>\nUppgift: {title}\n",
    "Student: <g. surname>\nDate: {date}\n",
    "<g. surname>, {class}\n",
    "Skriven av <full>, {class}\n",
    "Written by <given> in {class}\n",
    "<bare>, {class}\n\n{title}\n",
    "{title} – <full>\n",
    "{title} - <given>, {class}\n",
    "<given>s novell\n",
    "<full genitive> uppsats\n{class}\n",
    "Hi, this is <given> from {class}.\n",
    "Prov i svenska, {class}\n<surname given>\n",
    "{teacher}\n{class}\n{date}\n<full>\n",
    "<given> <surname>\n{teacher}\nEnglish\n{date}\n",
    "# {title}\n*<full>*\n",
    "<given> & {mate}, {class}\n",
    "<given>:\n",
    "Av: <full> | Klass: {class} | Datum: {date}\n",
)

SIGNATURES = (
    "/<given>",
    "// <given>",
    "/<full>",
    "– <given>",
    "- <given l>",
    "Mvh <given>",
    "Hälsningar\n<given>",
    "Best regards,\n<full>",
    "Yours sincerely,\n<full>\n{class}",
    "Kram <short>",
    "Love,\n<given>",
    "/<initials>",
    "<initials>",
    "<full>, {class}",
    "<given> {class}",
    "<full>\n<e-mail>",
    "<e-mail>",
    "By <full>",
    "Skrivet av: <given l.>",
    "Av <given>, {class}",
    "<FULL>",
    "/<short> <surname>",
    "<user>",
    "Word count: 312\n<last, given>",
    "Antal ord: 312\n<full> {date}",
    "© <full> {date}",
    "Din <given>",
    "/<given lower>",
    "Vänliga hälsningar, <given> <surname>",
    "The end // <given>",
)

PAGE_HEADERS = (
    "<full> {class} 2",
    "<given> {class}",
    "<last, given>  2",
    "{class} <full> {date}",
    "<surname> 2",
    "<FULL> 2 (3)",
    "Sida 2 <full>",
    "<user> {class} Page 2",
)

ABOUT_ME = {
    "sv": (
        "Jag heter <given> och går i {class}.",
        "Mitt namn är <full>.",
        "Hej, jag heter <given lower> och är femton år.",
        "”Kom nu, <given>!” ropade mamma.",
        "Då sa min bror att <given> aldrig hinner med bussen.",
        "<given> står det på skylten vid min dörr.",
        "Alla letade efter <genitive> ryggsäck hela kvällen.",
        "Jag är <full>, sa jag till tanten i kassan.",
        "Pappa kallar mig <short> när han är glad.",
        "I klassen finns det två som heter <given>.",
        "Jag och {mate} åkte hem, och {mate} frågade om <given> ville ha glass.",
        "På min tröja står det <surname> med stora bokstäver.",
        "Familjen <surname> har alltid bott i det gula huset.",
        "Min lärare sa: ”Bra jobbat, <given>, fortsätt så!”",
        "Man kan skriva till mig på <e-mail> om man vill.",
        "Mitt konto heter <user> om någon vill spela.",
        "<full> är inget namn man glömmer.",
        "Det var då domaren ropade upp <full>.",
        "I brevet stod det ”Kära <given>”.",
        "Mormor säger att jag är den enda riktiga <surname> i släkten.",
        "Läkaren frågade om det var <given> <surname> som väntade.",
        "På listan stod <last, given> längst ner.",
        "<given> ropades upp som nummer två.",
    ),
    "en": (
        "My name is <given> and I am in {class}.",
        "Hi, I am <full>.",
        "my name is <given lower> and i am fifteen years old.",
        "“Come on, <given>!” my mother shouted.",
        "Then my brother said that <given> would never catch the bus.",
        "<given> is written on the door of my room.",
        "Everybody was looking for <genitive en> backpack.",
        "I said that I was <full> and that I had a ticket.",
        "My dad calls me <short> when he is happy.",
        "There are two of us in class called <given>.",
        "{mate} and I went home, and {mate} asked if <given> wanted ice cream.",
        "My shirt says <surname> in large letters.",
        "The <surname> family has always lived in the yellow house.",
        "“Well done, <given>, keep going!” my teacher said.",
        "You can write to me at <e-mail> if you want to.",
        "My account is called <user> if anybody wants to play.",
        "<full> is not a name that people forget.",
        "That was when the referee called <full> to the line.",
        "The letter began with “Dear <given>”.",
        "Coach only ever called me <surname> after that.",
        "The doctor asked whether it was <given> <surname> who was waiting.",
        "At the end of the list it said <last, given>.",
        "<given> was called out as number two.",
    ),
}
"""Sentences in which a pupil names themself; a name at the start may be a word there."""

OTHERS = {
    "sv": (
        "Min kompis {mate} hjälpte mig hela veckan.",
        "{mate} och {mate} väntade utanför skolan.",
        "Vår lärare {teacher} sa att vi skulle läsa mer.",
        "{mate}s hund sprang rakt ut i vattnet.",
        "Vi åkte till Göteborg med {mate} den 3 maj.",
        "Det var A.L. och P.S. som stod på lappen, tror jag.",
    ),
    "en": (
        "My friend {mate} helped me the whole week.",
        "{mate} and {mate} were waiting outside the school.",
        "Our teacher {teacher} told us to read more.",
        "{mate}’s dog ran straight into the water.",
        "We went to London with {mate} on the 3rd of May.",
        "Write to info@library.example or to the U.S. embassy, she said.",
    ),
}

TITLES = {
    "sv": _listed(
        "Min bästa sommar;Att våga;En dag på havet;Vad kärlek betyder;Det stora äventyret;"
        "Klimatet och vi;Ensam i skogen;Boken som förändrade mig"
    ),
    "en": _listed(
        "My Best Summer;What Love Means;A Day at Sea;How to Keep Hope Alive;The Long Way Home;"
        "The Challenge;Alone in the Woods;A Book That Changed Me"
    ),
}

SWEDISH = _listed(
    """
Jag hade aldrig varit så rädd i hela mitt liv. Det regnade och vi sprang mot bussen.
När vi kom fram var dörren låst och ingen svarade. Då bestämde vi oss för att vänta.
Efter en stund hörde vi steg i trappan. En gammal man öppnade och log mot oss.
Skolan borde börja senare på morgonen, tycker jag. Många är trötta och kan inte koncentrera sig.
Enligt en undersökning sover ungdomar för lite. Det påverkar både minnet och humöret.
Men alla håller inte med om det. Vissa menar att man helt enkelt ska lägga sig tidigare.
Den här sommaren lärde jag mig att simma. Vattnet var kallt, men efter en vecka var jag van.
Mormor satt på bryggan och ropade att jag skulle andas lugnt. Till slut vågade jag hoppa.
Boken handlar om en pojke som flyttar till en ny stad. Han känner ingen och hans bror är sjuk.
Det bästa med boken är språket, som är enkelt men vackert. Slutet var däremot lite tråkigt.
Per dag kastar vi tonvis med mat. Det är inte klokt om man tänker på hur många som svälter.
Hans mamma väntade vid grinden. Mina händer skakade när jag tog emot brevet.
Alla i klassen hade läst den, men ingen förstod slutet. My är hur som helst en rolig figur.
Var det verkligen sant? Just då tänkte jag inte så mycket på det.
På kvällen åt vi pizza och spelade kort. Det var den bästa dagen på hela lovet.
Till sist vill jag säga att man ska våga mer. Man ångrar oftast det man inte gjorde.
""",
    "\n",
)

ORDINARY = {
    "björn": "Björnar sover hela vintern. En björn kan väga 300 kilo. Björn är ett farligt djur.",
    "love": "Love is a strange thing. I love my dog. Love and hate are close. They loved it.",
    "will": "Will you ever know? I will try again. Will it hurt? It was my own will.",
    "grace": "Grace under pressure matters. She moved with grace. Grace is not weakness.",
    "sol": "Sol och värme är allt jag vill ha. Det var sol hela dagen. Sol ute, sol inne.",
    "hope": "Hope is all we had. I hope so. Hope helped us, and hope made us brave.",
    "stig": "En stig ledde in i skogen. Stig upp, sa han. Stigen var smal.",
    "faith": "Faith can move mountains. I lost faith in it. Faith was what we needed.",
    "bo": "Bo hemma är billigt. Jag vill bo i stan. Vem kan bo så?",
    "mark": "Mark my words. The mark was low. En bit mark kostar mycket. Mark och vatten räcker.",
    "my": "My mother was there. It is my life. My dog was ill. My own room.",
    "joy": "Joy is short. We cried of joy. Joy came with the morning.",
    "saga": "Det var en saga. Saga eller sanning? Saga efter saga lästes.",
    "rose": "Rose bushes grew there. The sun rose. Rose after rose was cut.",
    "liv": "Liv fanns det ingen brist på. Mitt liv är bra. Liv och död.",
    "may": "May we go? It may rain. In May we went home. On 3 May it began.",
    "tor": "Tor blåste hårt i sagan. ",
    "summer": "Summer was short. Last summer was hot. Summer jobs are hard to find.",
    "per": "Per person blir det tio kronor. Tre gånger per dag. Per år blir det mer.",
    "jack": "A jack lifts the car. Jack of all trades, they say.",
    "hans": "Hans bror kom. Det var hans bok. Hans ögon var blå.",
    "april": "April was cold. In April it snowed. I april åkte vi bort.",
    "lo": "En lo syntes i skogen. Lo och varg är rovdjur.",
    "art": "Art is hard. I like art. Art lessons were the best.",
    "ek": "Ek är ett hårt trä. Under en ek satt vi. Ekar blir gamla.",
    "king": "King or not, he was alone. The king died. Kings are rare.",
    "berg": "Berg och dalar. Ett berg reste sig. Berg av disk.",
    "brown": "Brown bread is better. It was brown. Brown eyes looked at me.",
    "holm": "En holme låg där. Holmar och skär.",
    "young": "Young people need sleep. We were young. Young and old came.",
    "lind": "En lind stod på gården. Lind doftar gott.",
    "wood": "Wood burns. A wood table. Wood was all we had.",
    "sten": "Sten efter sten kastades. En sten i skon. Sten är hårt.",
    "hill": "Hill after hill we climbed. The hill was steep.",
    "ros": "Ros och ris fick vi. En ros i vasen.",
    "stone": "Stone walls stood there. A stone fell. Stone cold it was.",
    "price": "Price matters. The price was high. Price and quality differ.",
    "day": "Day after day it rained. One day it stopped. Day and night.",
    "green": "Green is my colour. The green door opened. Green and blue.",
    "long": "Long ago it happened. A long way. Long days followed.",
    "alm": "En alm växte där. Alm och ask.",
    "frisk": "Frisk luft behövs. Jag var frisk igen. Frisk och stark.",
    "rask": "Rask promenad är bra. En rask hund.",
    "field": "Field trips are fun. A field of wheat.",
}
"""Ordinary sentences with a name's word, wherever in them the word may stand."""
