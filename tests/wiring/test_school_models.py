"""A school's model is reached at its own address, with the key of that address and no other."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.app.models.server import Answer, Server, openai

from huleedu.kit.llm import Question
from huleedu.services.identity.api import LlmSettings
from huleedu.wiring.school_models import ModelsOfSchools
from huleedu.wiring.settings import Llm


def allowed(url: str) -> LlmSettings:
    return LlmSettings(
        provider="Nordic Words",
        country="Finland",
        contract="",
        protocol="openai",
        endpoint=url,
        models=("first", "second"),
        currency="EUR",
        price_in=Decimal(1),
        price_out=Decimal(1),
        limit_batch=Decimal(1),
        limit_month=Decimal(1),
        who="teachers",
    )


@pytest.mark.parametrize("known", [True, False])
async def test_a_key_goes_where_it_belongs(tmp_path: Path, known: bool) -> None:
    server = Server()
    server.answer = lambda _: Answer(openai("well"))
    keys = tmp_path / "keys"
    keys.write_text(f"{server.url if known else 'https://other.example/v1'} secret\n")
    told = Llm(url="https://house.example/v1", model="m", key="ours", keys=keys)
    async with ModelsOfSchools(told)(allowed(server.url)) as model:
        reply = await model.ask(Question("s", "t", {}, 10))
    assert reply.text == "well"
    assert server.asked[0]["model"] == "first"
    assert server.headers[0].get("authorization") == ("Bearer secret" if known else None)
    server.close()
