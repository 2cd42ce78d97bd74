"""English words that sound alike: there and their, its and it's, your and you're, then and than."""

from huleedu.services.spelling.domain.remarks.rule import any_of, by_pattern

_OWNED = any_of(
    "bag bedroom best birthday boyfriend bike brother brothers cat child children class "
    "clothes country dad daughter daughters dog dogs eyes faces families family father "
    "feelings friend friends girlfriend grandma grandmother grandparents hair hands head "
    "heads homes homework house houses husband job jobs kids life lives money mom mother mum "
    "names opinion own parents phone phones problems room rooms school shoes sister sisters "
    "son sons teacher teachers wife"
)
_DOING = any_of(
    "coming doing eating getting going having leaving living looking making playing running "
    "saying sitting taking talking telling trying using waiting walking watching wearing "
    "working"
)
_LIKE_IT = any_of("a an always been just like never not probably really so still too very")
_COMPARED = any_of(
    "better bigger brighter cheaper cleverer closer colder cooler darker deeper easier faster "
    "fewer greater happier harder healthier heavier higher hotter larger later less lighter "
    "longer louder lower more newer nicer older poorer quicker richer safer shorter slower "
    "smaller smarter stronger taller thicker thinner warmer weaker wider worse younger"
)
_WHOM = any_of(
    "a all any anyone anything ever everyone he her him his i it me my others our she that "
    "the their them they this those us usual we you your"
)

_IS = any_of(
    "are ate be eat far feel feels felt get got had has have is it's she's he's that's was way were"
)

_PLACES = ("are", "be", "down", "in", "is", "out", "over", "up", "was", "were")
_NOT_BEHIND = "".join(f"(?<!{word} )" for word in _PLACES)

RULES = (
    by_pattern(
        "could_of",
        "en",
        r"(?:could|would|should|might|must)(?:n't| not)? (?P<x>of)(?! course)",
        "have",
    ),
    by_pattern(
        "there_is", "en", r"(?P<x>their) (?:is|are|was|were|isn't|aren't|wasn't|weren't)", "there"
    ),
    by_pattern(
        "their_own",
        "en",
        rf"{_NOT_BEHIND}(?P<x>there|they're) {_OWNED}",
        "their",
    ),
    by_pattern(
        "they_are", "en", rf"(?P<x>their) (?:{_DOING}|not|very|so|too|really|late)", "they're"
    ),
    by_pattern(
        "its_own",
        "en",
        rf"(?P<x>it's) (?:own|{_OWNED}|tail|legs|name|paws|mouth|nose|wings)",
        "its",
    ),
    by_pattern("it_is", "en", rf"(?P<x>its) (?:{_LIKE_IT}|the|{_DOING}|because|time to)", "it's"),
    by_pattern("your_own", "en", rf"(?P<x>you're) {_OWNED}", "your"),
    by_pattern("you_are", "en", rf"(?P<x>your) (?:{_DOING}|{_LIKE_IT}|welcome|the)", "you're"),
    by_pattern("than", "en", rf"{_COMPARED}(?: \w+)?? (?P<x>then) {_WHOM}", "than"),
    by_pattern(
        "too_much",
        "en",
        rf"{_IS} (?P<x>to) (?:much|many|late|big|small|expensive|tired|scared|early|difficult|loud"
        r"|lazy|young|old)(?! for)",
        "too",
    ),
)
