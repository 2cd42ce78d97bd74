"""Data files of installed packages are found by the end of their path."""

import pytest

from huleedu.kit.installed import DataMissing, file_of


def test_a_packages_file_is_found() -> None:
    assert file_of("chunspell", "hunspell/dictionaries/en_US.dic").is_file()


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(DataMissing, match="chunspell has no xx"):
        file_of("chunspell", "xx.dic")
