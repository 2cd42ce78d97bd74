"""Settings from the environment: typed, checked before anything starts, told in people's words."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from huleedu.kit.cannot_run import CannotRun
from huleedu.kit.wrong_fields import wrong_field

PREFIX = "HULEEDU_"

Group = TypeVar("Group", bound=msgspec.Struct)


class WrongSetting(CannotRun):
    """A setting cannot be used; the message names the variable and what it should be."""


def variables(group: type[msgspec.Struct], part: str = "") -> dict[str, str]:
    """Environment variable → field, for a group of settings."""
    return {f"{PREFIX}{part}{field}".upper(): field for field in group.__struct_fields__}


def load(group: type[Group], environment: Mapping[str, str], part: str = "") -> Group:
    """Read a group of settings; raises `WrongSetting`.

    Args:
        part: what stands between HULEEDU_ and the field's name, `FILES_` for instance.
    """
    given = {
        field: environment[variable]
        for variable, field in variables(group, part).items()
        if environment.get(variable, "") != ""
    }
    try:
        return msgspec.convert(given, group, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise WrongSetting(_in_words(error, group, part, given)) from error


def _path(kind: type, value: str) -> Path:
    assert kind is Path
    return Path(value).expanduser()


def _in_words(
    error: msgspec.ValidationError,
    group: type[msgspec.Struct],
    part: str,
    given: Mapping[str, str],
) -> str:
    wrong = wrong_field(error)
    for variable, name in variables(group, part).items():
        if name == wrong.field and name in given:
            why = f"{wrong.what[0].lower()}{wrong.what[1:]}"
            return f"{variable}={given[name]!r} cannot be used: {why}"
    return str(error)


def check_names(environment: Mapping[str, str], known: set[str]) -> None:
    """Refuse variables that look like settings and are none; raises `WrongSetting`."""
    for variable in sorted(environment):
        if variable.startswith(PREFIX) and variable not in known:
            near = difflib.get_close_matches(variable, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise WrongSetting(f"{variable} is not a setting of HuleEdu{hint}")
