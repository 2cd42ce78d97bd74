"""A word that stands there twice."""

from huleedu.services.spelling.domain.remarks.rule import any_of, by_pattern

_EN = any_of(
    "a an and at but for from he i in my of on or our she than the their they to we with your"
)
_SV = any_of("att av en ett från för han hon i jag med men min mitt och på till vi")

RULES = (
    by_pattern("doubled", "en", rf"(?P<x>(?P<w>{_EN}) (?P=w))", r"\g<w>"),
    by_pattern("doubled", "sv", rf"(?P<x>(?P<w>{_SV}) (?P=w))", r"\g<w>"),
)
