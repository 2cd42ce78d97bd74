"""msgspec's errors name the field that is wrong, whatever is wrong with it."""

from typing import Annotated, Literal

import msgspec
import pytest

from huleedu.kit.wrong_fields import Wrong, wrong_field


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    """An object within the object."""

    deep: int


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    """A field of each sort."""

    count: Annotated[int, msgspec.Meta(ge=1)]
    name: str = ""
    answer: Literal["first", "second"] = "first"
    inner: Inner | None = None
    many: tuple[int, ...] = ()
    by_name: dict[str, int] = {}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ("{}", "count"),
        ('{"count": 0}', "count"),
        ('{"count": "1"}', "count"),
        ('{"count": 1, "name": 2}', "name"),
        ('{"count": 1, "answer": " - at `$.name`"}', "answer"),
        ('{"count": 1, "inner": {}}', "inner"),
        ('{"count": 1, "inner": {"deep": null}}', "inner"),
        ('{"count": 1, "inner": {"count": 1}}', "inner"),
        ('{"count": 1, "many": [1, "2"]}', "many"),
        ('{"count": 1, "by_name": {"count": "x"}}', "by_name"),
        ('{"count": 1, "other": 2}', ""),
        ("[1]", ""),
        ("3", ""),
    ],
)
def test_the_outermost_field_is_named(sent: str, field: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(sent, type=Outer)
    assert wrong_field(caught.value).field == field, caught.value


def test_the_reason_stands_without_the_place() -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode('{"count": 0}', type=Outer)
    assert wrong_field(caught.value) == Wrong("count", "Expected `int` >= 1")


def test_the_first_of_several_objects_is_none_of_their_fields() -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode("[{}]", type=list[Outer])
    assert wrong_field(caught.value).field == ""
