"""The table of modules: everything that `huleedu run` can run, together or apart."""

from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.message import name_of
from huleedu.gateway.drafting.service import SERVICE as DRAFTING
from huleedu.gateway.exports.service import SERVICE as EXPORTS
from huleedu.gateway.llm_judging.service import SERVICE as LLM_JUDGING
from huleedu.gateway.service import SERVICE as GATEWAY
from huleedu.kit.service import Service
from huleedu.services.batches.service import SERVICE as BATCHES
from huleedu.services.classes.service import SERVICE as CLASSES
from huleedu.services.feedback.service import SERVICE as FEEDBACK
from huleedu.services.files.service import SERVICE as FILES
from huleedu.services.identity.service import SERVICE as IDENTITY
from huleedu.services.judging.service import SERVICE as JUDGING
from huleedu.services.lifecycle.service import SERVICE as LIFECYCLE
from huleedu.services.linguistics.service import SERVICE as LINGUISTICS
from huleedu.services.results.service import SERVICE as RESULTS
from huleedu.services.spelling.service import SERVICE as SPELLING

SERVICES: dict[str, Service] = {
    service.name: service
    for service in (
        GATEWAY,
        FILES,
        LIFECYCLE,
        BATCHES,
        CLASSES,
        SPELLING,
        LINGUISTICS,
        JUDGING,
        RESULTS,
        FEEDBACK,
        IDENTITY,
        EXPORTS,
        DRAFTING,
        LLM_JUDGING,
    )
}

HEARERS: tuple[str, ...] = tuple(name for name, service in SERVICES.items() if service.routes)
"""The modules that hear messages, in the order in which an essay meets them."""

HEARD: dict[str, list[str]] = {
    name: sorted(name_of(message) for message in SERVICES[name].routes) for name in HEARERS
}
"""Service → the names of the messages that it hears."""

KNOWN = CATALOGUE
