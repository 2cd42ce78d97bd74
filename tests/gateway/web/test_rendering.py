"""Sentences with more than text in them, and moments as one says them."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.requests import Request

from huleedu.gateway.web.pages import Asked, Look, Web
from huleedu.gateway.web.rendering import Speech
from huleedu.gateway.words.words import words


@pytest.fixture
def speech(web: Web) -> Speech:
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": []})
    return Speech(Asked(request=request, web=web, person=None, look=Look("en"), words=words("en")))


async def test_what_is_put_into_a_sentence_is_made_harmless(speech: Speech) -> None:
    assert "&lt;b&gt;" in speech.marked("done.archived", title="<b>")
    assert speech.say("done.archived", title="<b>") == "“<b>” is put away"
    assert str(speech.marked("form.problems", n=1_200)) == "1,200 things need to be put right"


async def test_today_needs_no_date(speech: Speech, web: Web) -> None:
    now = web.clock()
    noon = now.astimezone().replace(hour=12, minute=5, second=0, microsecond=0)
    assert str(speech.moment(noon)).endswith(">12:05</time>")
    before = speech.moment(noon - timedelta(days=40))
    assert "/20" in before
    assert datetime(2026, 1, 1, tzinfo=UTC).isoformat(timespec="seconds") in speech.moment(
        datetime(2026, 1, 1, tzinfo=UTC)
    )
