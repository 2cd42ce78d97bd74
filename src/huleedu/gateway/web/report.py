"""A batch's report as a page: the same that a teacher keeps as a file."""

import asyncio
import re
from base64 import b64encode
from hashlib import sha256

from huleedu.gateway.report.loading import load_ranked_report
from huleedu.gateway.report.pages import pages
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.pages import Answer, Asked, Bytes, NotThere, PageRoute
from huleedu.services.results.api import BatchReport

FIRST = "report.html"
CSS = "report/report.css"
INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


async def report(asked: Asked) -> Answer:
    """The report's first page, or another of its pages."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    if not batch.seen.counts.files:
        return NotThere()
    found = await load_ranked_report(asked.database("results"), asked.web.contents, batch.id)
    page = asked.request.path_params.get("page", "")
    wanted = f"report/{page}" if page else FIRST
    html = await asyncio.to_thread(_page, asked, found, wanted)
    if html is None:
        return NotThere()
    if wanted == CSS:
        return Bytes(html.encode(), "text/css; charset=utf-8")
    return Bytes(
        html.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": policy_of(html)}
    )


def _page(asked: Asked, found: BatchReport, wanted: str) -> str | None:
    """The text of that page; pages that are not wanted are not made."""
    for path, pieces in pages(found, asked.words):
        if path == wanted:
            return "".join(pieces)
    return None


def policy_of(html: str) -> str:
    """What a browser may do with this page: its own style and script, by their digests."""
    allowed: dict[str, list[str]] = {"style": [], "script": []}
    for kind, text in INLINE.findall(html):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        allowed[kind].append(f"'sha256-{digest}'")
    styles, scripts = (" ".join(["'self'", *allowed[kind]]) for kind in ("style", "script"))
    return (
        f"default-src 'none'; style-src {styles}; script-src {scripts}; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


REPORT_PAGES = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/report",
        who="teacher",
        what="A batch's report",
        view=report,
    ),
    PageRoute(
        method="GET",
        path="/batches/{batch}/report.html",
        who="teacher",
        what="The same, as its other pages lead to it",
        view=report,
    ),
    PageRoute(
        method="GET",
        path="/batches/{batch}/report/{page}",
        who="teacher",
        what="Another page of a batch's report",
        view=report,
    ),
)
