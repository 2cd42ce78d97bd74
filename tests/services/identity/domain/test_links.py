"""A link works once, until its end."""

from datetime import UTC, datetime, timedelta

from huleedu.services.identity.domain.links import LASTS, wrong_with
from huleedu.services.identity.domain.outcomes import LinkEnded, LinkUsed, NoSuchLink

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


def test_why_a_link_does_not_work() -> None:
    end = NOW + timedelta(hours=1)
    assert wrong_with(None, NOW) == NoSuchLink()
    assert wrong_with((end, None), NOW) is None
    assert wrong_with((NOW, None), NOW) == LinkEnded()
    assert wrong_with((end, NOW), NOW) == LinkUsed()
    assert wrong_with((NOW, NOW), NOW) == LinkUsed()


def test_how_long_links_work() -> None:
    assert {
        "start": timedelta(hours=24),
        "invitation": timedelta(days=7),
        "reset": timedelta(hours=1),
        "second-factor": timedelta(minutes=10),
    } == LASTS
