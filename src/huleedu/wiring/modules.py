"""The table of modules: everything that `huleedu run` can run, together or apart."""

from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.message import name_of
from huleedu.gateway.service import CARD as GATEWAY
from huleedu.kit.service import Card
from huleedu.services.batches.service import CARD as BATCHES
from huleedu.services.files.service import CARD as FILES
from huleedu.services.judging.service import CARD as JUDGING
from huleedu.services.lifecycle.service import CARD as LIFECYCLE
from huleedu.services.linguistics.service import CARD as LINGUISTICS
from huleedu.services.results.service import CARD as RESULTS
from huleedu.services.spelling.service import CARD as SPELLING

CARDS: dict[str, Card] = {
    card.name: card
    for card in (GATEWAY, FILES, LIFECYCLE, BATCHES, SPELLING, LINGUISTICS, JUDGING, RESULTS)
}

SERVICES: tuple[str, ...] = tuple(name for name, card in CARDS.items() if card.routes)
"""The modules that hear messages, in the order in which an essay meets them."""

HEARD: dict[str, list[str]] = {
    name: sorted(name_of(message) for message in CARDS[name].routes) for name in SERVICES
}
"""Service → the names of the messages that it hears."""

KNOWN = CATALOGUE
