"""Whatever may be wrong with what a service says, it is said to people in words."""

from typing import get_args

import pytest

from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words
from huleedu.kit.sign_in_service import Fault


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", get_args(Fault))
def test_each_fault_has_its_sentence(language: Language, fault: Fault) -> None:
    assert words(language).has(f"identity.service_fault.{fault}")
