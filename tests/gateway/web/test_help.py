"""Every page of help is there in both languages, for everybody, and leads on."""

import re
from collections.abc import Callable

import httpx
import pytest

from huleedu.gateway.web.help import TOPICS
from huleedu.gateway.words.choice import LANGUAGES, Language

Browser = Callable[..., httpx.AsyncClient]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_topic_can_be_read(browser: Browser, language: Language) -> None:
    client = browser(**{"accept-language": language})
    contents = (await client.get("/help")).text
    assert re.findall(r'href="/help/([a-z-]+)"', contents)[: len(TOPICS)] == list(TOPICS)
    for topic in TOPICS:
        answer = await client.get(f"/help/{topic}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        assert len(re.findall(r"<p|<dd", answer.text)) > 5


async def test_another_topic_is_not_there(browser: Browser) -> None:
    assert (await browser().get("/help/..%2fframe")).status_code == 404
