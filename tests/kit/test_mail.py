"""What is said of a mail has its sentence in both languages."""

from typing import get_args

from huleedu.gateway.words.choice import LANGUAGES
from huleedu.gateway.words.words import words
from huleedu.kit.mail import MailFault

EVA = "eva@x.example"


def test_each_fault_has_its_sentence() -> None:
    for language in LANGUAGES:
        for fault in get_args(MailFault):
            assert EVA in words(language).say(f"mail.not_sent.{fault}", to=EVA)
