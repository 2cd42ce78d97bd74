"""No address stands twice, and what changes something wants the right to write."""

from huleedu.gateway.api.v1.table import API, AT


def test_no_address_stands_twice() -> None:
    addresses = [(route.method, route.path) for route in API]
    assert len(addresses) == len({*addresses})
    assert all(path.startswith(AT) for _, path in addresses)
    assert len({route.do.__name__ for route in API}) == len(API)


def test_who_only_reads_changes_nothing() -> None:
    for route in API:
        assert (route.needs == "read") == (route.method == "GET"), route.path
        assert route.guarded == (route.method == "PATCH"), route.path
