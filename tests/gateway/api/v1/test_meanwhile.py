"""What is told of a state is told whole to who saw another one, whatever it is of."""

from typing import Any

import msgspec
from tests.gateway.api.v1.test_answers import BATCH

from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile, ClassResource


def test_every_resource_stands_in_it_as_itself() -> None:
    of_class = ClassResource(id=BATCH.id, name="9B", year="", archived=False, pupils=1, revision=2)
    for now in (BATCH, of_class):
        told = msgspec.json.encode(ChangedMeanwhile(now=now))
        assert msgspec.json.decode(told, type=ChangedMeanwhile).now == now
    assert ChangedMeanwhile.status == 412


def test_a_class_is_called_class() -> None:
    told: dict[str, Any] = msgspec.to_builtins(BATCH)
    assert told["class"] is None
    assert "class_" not in told
