"""A dictionary that is not there, or empty, is told."""

from pathlib import Path

import pytest

from huleedu.services.spelling.domain import dictionaries


def test_both_are_there() -> None:
    assert dictionaries.without_dictionary() == ()


def test_what_is_missing_or_empty_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sv_SE.dic").touch()

    def found(package: str, name: str) -> Path:
        if package == "chunspell":
            raise dictionaries.DataMissing(name)
        return tmp_path / "sv_SE.dic"

    monkeypatch.setattr(dictionaries, "file_of", found)
    assert dictionaries.without_dictionary() == ("en", "sv")
