"""Swedish words taken for one another: de and dem, var and vart, innan and före, sin and hans."""

from huleedu.services.spelling.domain.remarks.rule import any_of, by_pattern

_BEFORE = any_of(
    "av bakom bland efter framför från för hos kring med mellan mot om runt till under utan "
    "vid åt över"
)
_DOES = any_of(
    "bestämde blev blir bodde bor brukar började får fick gick gillar gjorde går gör hade har "
    "hittade kan kom kommer kunde lever måste sade sa ser ska skulle säger tog tycker vet "
    "vill ville var åkte är"
)
_STANDS = any_of("bodde bor finns fanns ligger låg sitter står stod är")
_WHO = any_of("de du den det han hon jag man ni vi")

_OWN = any_of("sin sitt sina")
_NO_PREPOSITION = r"(?!(?:att|av|efter|en|ett|från|för|i|med|om|på|som|till|under|ur|var|över) )"
_OF_ME = (
    ("jag", {"sin": "min", "sitt": "mitt", "sina": "mina"}),
    ("du", {"sin": "din", "sitt": "ditt", "sina": "dina"}),
    ("vi", {"sin": "vår", "sitt": "vårt", "sina": "våra"}),
)
_OF_THEM = (("han", "hans"), ("hon", "hennes"), ("de", "deras"))
_SAID = r"(?!(?:menar|sa|sade|såg|säger|tror|trodde|tycker|tyckte|vet|visste) )"
_EGEN = {"egen": "sin", "eget": "sitt", "egna": "sina"}

# whose something is: sin is never mine, and never a part of who does it (han och sin bror gick);
# what is somebody's own is not another's (han byggde hans eget hus)
WHOSE = (
    *(
        by_pattern("sin", "sv", rf"{who} (?:{_NO_PREPOSITION}\w+ )?(?P<x>{_OWN})(?! tur)", better)
        for who, better in _OF_ME
    ),
    *(
        by_pattern("sin", "sv", rf"(?<!, )(?<!med ){who} och (?P<x>{_OWN}) \w+ {_DOES}", whose)
        for who, whose in _OF_THEM
    ),
    *(
        by_pattern("sin", "sv", rf"{who} {_SAID}\w+ (?P<x>{whose}) {word}", own)
        for who, whose in _OF_THEM
        for word, own in _EGEN.items()
    ),
)

RULES = (
    *WHOSE,
    by_pattern("dem", "sv", rf"{_BEFORE} (?P<x>de)(?= [.,])", "dem"),
    by_pattern("de", "sv", rf"(?<!för )(?<!av )(?<!med )(?P<x>dem) {_DOES}", "de"),
    by_pattern("var", "sv", rf"(?P<x>vart) (?:{_WHO} )?{_STANDS}", "var"),
    by_pattern("innan", "sv", rf"(?P<x>före) (?:de|du|han|hon|jag|man|ni|vi) {_DOES}", "innan"),
)
