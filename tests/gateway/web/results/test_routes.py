"""All that concerns a batch's results stands under its address, and is for teachers."""

from huleedu.gateway.web.results.routes import RESULT_PAGES
from huleedu.gateway.web.table import PAGES


def test_every_address_is_a_batchs_and_for_teachers() -> None:
    assert {*RESULT_PAGES} <= {*PAGES}
    for route in RESULT_PAGES:
        assert route.who == "teacher"
        assert route.path.startswith(("/batches/{batch}/results", "/batches/{batch}/grades/"))
    addresses = [(route.method, route.path) for route in RESULT_PAGES]
    assert len(set(addresses)) == len(addresses)
