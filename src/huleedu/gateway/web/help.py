"""Help: short pages for everybody, each written once in each language."""

from huleedu.gateway.web.pages import Answer, Asked, NotThere, Page, PageRoute

TOPICS = (
    *("first-class", "files", "pupils", "judges", "how-it-works", "keys", "accessibility"),
    "privacy",
)
"""In the order in which one meets them; each has a template in every language."""


async def contents(asked: Asked) -> Answer:
    """What there is to read."""
    return Page("help.html", {"topics": TOPICS})


async def topic(asked: Asked) -> Answer:
    """One page of it."""
    wanted = asked.param("topic")
    if wanted not in TOPICS:
        return NotThere()
    page = f"help/{wanted}.{asked.look.language}.html"
    return Page("topic.html", {"topic": wanted, "page": page, "topics": TOPICS})


HELP_PAGES = (
    PageRoute(method="GET", path="/help", who="anybody", what="What help there is", view=contents),
    PageRoute(
        method="GET", path="/help/{topic}", who="anybody", what="One page of help", view=topic
    ),
)
