"""The description tells every address, and every status that can come."""

import json
from typing import Any

import msgspec

from huleedu.gateway.api.v1.asking import RawApiRoute
from huleedu.gateway.api.v1.describing import description, is_told_whole, kinds_of
from huleedu.gateway.api.v1.table import API


def test_every_address_is_described_with_all_its_statuses() -> None:
    document: dict[str, Any] = json.loads(msgspec.json.encode(description()))
    for route in API:
        told = document["paths"][route.path][route.method.lower()]
        expected = {form.status for form in route.forms} | {int(k.status) for k in kinds_of(route)}
        if isinstance(route, RawApiRoute):
            expected |= {*route.says}
        if is_told_whole(route):
            expected.add(304)
        assert {*map(int, told["responses"])} == expected
        assert told["summary"]
        names = {each["name"] for each in told["parameters"]}
        assert ("Idempotency-Key" in names) == route.named
        assert ("If-Match" in names) == route.guarded


def test_all_that_is_referred_to_is_there() -> None:
    text = msgspec.json.encode(description()).decode()
    document: dict[str, Any] = json.loads(text)
    for part in text.split('"#/components/schemas/')[1:]:
        assert part.partition('"')[0] in document["components"]["schemas"]
