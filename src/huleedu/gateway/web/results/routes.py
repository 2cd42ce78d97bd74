"""The addresses of the results' page."""

from collections.abc import Awaitable, Callable
from typing import Literal

from huleedu.gateway.web.pages import Answer, Asked, PageRoute
from huleedu.gateway.web.results.deciding import cell, clear, decide, decide_clear, undo
from huleedu.gateway.web.results.page import drawing, results_of_batch

CLEAR_BYTES_MAX = 1 << 20
"""A tick an essay, in a batch of thousands."""


def _route(
    method: Literal["GET", "POST"],
    path: str,
    what: str,
    view: Callable[[Asked], Awaitable[Answer]],
    bytes_max: int = CLEAR_BYTES_MAX,
) -> PageRoute:
    at = "/batches/{batch}"
    return PageRoute(
        method=method, path=f"{at}{path}", who="teacher", what=what, view=view, bytes_max=bytes_max
    )


RESULT_PAGES = (
    _route("GET", "/results", "a batch's ranking and its decided grades", results_of_batch),
    _route("GET", "/results/drawing.svg", "the ranking as an image", drawing),
    _route("GET", "/results/clear", "the grades that are clear, before they are decided", clear),
    _route("POST", "/results/clear", "decide the grades that are clear, at once", decide_clear),
    _route("POST", "/results/undo", "take back what was decided at once", undo),
    _route("GET", "/grades/{essay}", "an essay's cell in the table of results", cell),
    _route("POST", "/grades/{essay}", "decide an essay's grade", decide),
)
