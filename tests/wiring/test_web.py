"""Who comes with a session is known, and the first link is there until it has been used."""

from starlette.requests import Request

from huleedu.services.identity.api import AskedFrom, Beginning, SignedInWith, start
from huleedu.wiring.program import House
from huleedu.wiring.settings import read
from huleedu.wiring.web import NOBODY, first_path, mailer_of, web_of


def request(cookie: str = "") -> Request:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


async def test_the_first_link_makes_somebody_who_is_known_by_a_cookie(house: House) -> None:
    await house.start(["gateway"])
    web = web_of(house, "en")
    assert await web.who(request()) is None
    assert await web.who(request("__Host-huleedu=never")) is None
    path = await first_path(house)
    assert path
    told = Beginning("Ekskolan", "sv", "Eva Ek", "eva@ekskolan.se", "en lång hemlig fras 7")
    people = house.viewers("identity").of(NOBODY)
    begun = await start(people, path.rpartition("=")[2], told, AskedFrom(), house.clock())
    assert isinstance(begun, SignedInWith)
    assert await first_path(house) is None
    # an administrator sets up a second factor before anything else
    assert await web.who(request(f"__Host-huleedu={begun.token}")) is None


async def test_mail_is_sent_where_a_server_is_set() -> None:
    assert mailer_of(read({}).mail) is None
    told = {"HULEEDU_MAIL_HOST": "mail.example", "HULEEDU_MAIL_SENDER": "Us <a@b.example>"}
    assert mailer_of(read(told).mail) is not None
