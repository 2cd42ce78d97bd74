"""The language is the setting's, or the locale's, or English."""

import pytest

from huleedu.gateway.words.choice import choose


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv"}, "sv"),
        ({"LANG": "sv-FI"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "sv_SE", "LANG": "en_US"}, "sv"),
        ({"LC_ALL": "C", "LANG": "sv_SE"}, "en"),
        ({"HULEEDU_LANG": "sv", "LC_ALL": "en_GB"}, "sv"),
        ({"HULEEDU_LANG": "en", "LANG": "sv_SE"}, "en"),
        ({"HULEEDU_LANG": "", "LANG": "sv_SE"}, "sv"),
    ],
)
def test_the_first_that_says_anything_decides(environment: dict[str, str], language: str) -> None:
    assert choose(environment) == language
