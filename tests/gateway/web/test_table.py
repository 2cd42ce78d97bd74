"""All pages stand in one table, each once."""

from collections import Counter

from huleedu.gateway.web.table import PAGES


def test_each_address_answers_in_one_way() -> None:
    addresses = Counter((route.method, route.path) for route in PAGES)
    assert [address for address, times in addresses.items() if times > 1] == []
    assert len(addresses) > 50
