"""What is sent has an example that is right, and each answer has its status."""

import msgspec

from huleedu.gateway.api.v1.schemas import REQUEST_BODIES, STATUS
from huleedu.gateway.api.v1.table import API


def test_each_answer_has_its_status() -> None:
    assert {form for route in API for form in route.forms} == {*STATUS}


def test_each_body_has_one_example_that_is_right() -> None:
    assert {type(body) for body in REQUEST_BODIES} == {route.form for route in API if route.form}
    for body in REQUEST_BODIES:
        assert msgspec.json.decode(msgspec.json.encode(body), type=type(body)) == body
