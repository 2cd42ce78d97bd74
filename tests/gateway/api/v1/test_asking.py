"""A route tells what is sent, what may be asked, and all that may be answered."""

from huleedu.gateway.api.schemas import Listing
from huleedu.gateway.api.v1.account import Me
from huleedu.gateway.api.v1.batches import MorePlaces
from huleedu.gateway.api.v1.meanwhile import BatchResource
from huleedu.gateway.api.v1.seen import WillBeDone
from huleedu.gateway.api.v1.table import API

BY_NAME = {route.do.__name__: route for route in API}


def test_a_route_tells_its_forms() -> None:
    assert BY_NAME["me"].forms == (Me,)
    assert BY_NAME["make_batch"].forms == (BatchResource, WillBeDone)
    assert BY_NAME["add_places"].form is MorePlaces
    assert BY_NAME["me"].form is BY_NAME["me"].fields is None
    assert BY_NAME["list_batches"].fields is Listing
    assert BY_NAME["send_files"].form is None
    assert BY_NAME["send_files"].takes_files
