"""Swedish words that are taken for one another: de and dem, var and vart, innan and före."""

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

RULES = (
    by_pattern("dem", "sv", rf"{_BEFORE} (?P<x>de)(?= [.,])", "dem"),
    by_pattern("de", "sv", rf"(?<!för )(?<!av )(?<!med )(?P<x>dem) {_DOES}", "de"),
    by_pattern("var", "sv", rf"(?P<x>vart) (?:{_WHO} )?{_STANDS}", "var"),
    by_pattern("innan", "sv", rf"(?P<x>före) (?:de|du|han|hon|jag|man|ni|vi) {_DOES}", "innan"),
)
