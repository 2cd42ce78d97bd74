"""No address stands twice, and what changes something wants the right to write."""

import msgspec

from huleedu.gateway.api.v1.asking import ApiRoute, RawApiRoute
from huleedu.gateway.api.v1.table import API, AT, EXAMPLES

OWN = ("/tokens/", "/sessions", "/uploads/", "/imports/", "/shares/")
"""What nobody else changes, or what ends only: it is done whatever it is like."""


def test_no_address_stands_twice() -> None:
    addresses = [(route.method, route.path) for route in API]
    assert len(addresses) == len({*addresses})
    assert all(path.startswith(AT) for _, path in addresses)
    assert len({route.do.__name__ for route in API}) == len(API)


def test_who_only_reads_changes_nothing() -> None:
    for route in API:
        if route.needs == "read":
            assert route.method == "GET", route.path
        if route.needs == "write":
            assert route.method != "GET", route.path
        if route.needs == "admin":
            assert route.who == "administrator", route.path


def test_what_others_may_change_is_guarded() -> None:
    for route in API:
        if route.method in ("PUT", "PATCH", "DELETE") and not route.guarded:
            assert any(own in route.path for own in OWN), route.path
        if route.guarded:
            assert any(form.status == 412 for form in route.forms), route.path


def test_each_body_has_one_example_that_is_right() -> None:
    assert {type(body) for body in EXAMPLES} == {route.form for route in API if route.form}
    for body in EXAMPLES:
        assert msgspec.json.decode(msgspec.json.encode(body), type=type(body)) == body


def test_what_is_not_named_is_not_done_twice_by_itself() -> None:
    for route in API:
        assert isinstance(route, ApiRoute | RawApiRoute)
        assert route.named == (route.method == "POST" and isinstance(route, ApiRoute))
