"""What programs send in many places, checked by its form."""

from typing import Annotated

from msgspec import Meta

from huleedu.gateway.api.schemas import NO_NUL

NAME_MAX = 200
ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
SOMETHING = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f\u00a0][^\x00-\x1f\x7f]*$"
"""A line in which something stands beside spaces."""


def _line(most: int, pattern: str) -> Meta:
    least = "1" if pattern == SOMETHING else "0"
    told = f"{least} to {most} characters in one line"
    return Meta(min_length=int(least), max_length=most, pattern=pattern, description=told)


Title = Annotated[str, _line(NAME_MAX, SOMETHING)]
Name = Annotated[str, _line(120, SOMETHING)]
Line = Annotated[str, _line(120, ONE_LINE)]
FileName = Annotated[str, _line(255, SOMETHING)]
Address = Annotated[str, _line(254, ONE_LINE)]
Criterion = Annotated[
    str, Meta(min_length=1, max_length=2_000, pattern=NO_NUL, description="a question, in words")
]
Money = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,9}(\.[0-9]{1,6})?$",
        description="an amount, with a point before its decimals",
    ),
]
Cell = Annotated[str, Meta(max_length=1_000, pattern=NO_NUL)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
