"""A wrong setting is told with its variable, its value, and what it should be."""

from typing import Annotated

import msgspec
import pytest

from huleedu.kit.settings import WrongSetting, load


class Some(msgspec.Struct, frozen=True):
    """Settings of a service."""

    size_bytes_max: Annotated[int, msgspec.Meta(ge=1)]
    name: str = "x"


def test_values_are_read_and_empty_ones_are_left_to_the_default() -> None:
    given = {"HULEEDU_FILES_SIZE_BYTES_MAX": "5", "HULEEDU_FILES_NAME": ""}
    assert load(Some, given, "FILES_") == Some(5)


def test_a_value_that_cannot_be_used_is_told_with_its_variable() -> None:
    told = r"^HULEEDU_SIZE_BYTES_MAX='0' cannot be used: expected `int` >= 1$"
    with pytest.raises(WrongSetting, match=told):
        load(Some, {"HULEEDU_SIZE_BYTES_MAX": "0"})


def test_a_value_that_lacks_is_told() -> None:
    with pytest.raises(WrongSetting, match="size_bytes_max"):
        load(Some, {})
