"""Everything that can be asked of `/api/v1` with a token, in one table."""

from huleedu.gateway.api.schemas import RequestBody
from huleedu.gateway.api.v1 import (
    account,
    batches,
    classes,
    copying,
    enrolments,
    essays,
    events,
    exports,
    feedback,
    files,
    grades,
    imports,
    judging,
    judging_progress,
    life,
    llm,
    matches,
    people,
    pupils,
    remarks,
    results,
    school,
    sharing,
    talk,
    uploads,
)
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.asking import AnyApiRoute

__all__ = ["API", "AT", "DESCRIPTION", "EXAMPLES"]

DESCRIPTION = f"{AT}/openapi.json"

API: tuple[AnyApiRoute, ...] = (
    *account.ROUTES,
    *people.ROUTES,
    *school.ROUTES,
    *classes.ROUTES,
    *pupils.ROUTES,
    *imports.ROUTES,
    *batches.ROUTES,
    *sharing.ROUTES,
    *copying.ROUTES,
    *files.ROUTES,
    *uploads.ROUTES,
    *essays.ROUTES,
    *feedback.ROUTES,
    *life.ROUTES,
    *talk.ROUTES,
    *remarks.ROUTES,
    *matches.ROUTES,
    *judging.ROUTES,
    *judging_progress.ROUTES,
    *llm.ROUTES,
    *enrolments.ROUTES,
    *results.ROUTES,
    *grades.ROUTES,
    *events.ROUTES,
    *exports.ROUTES,
)
"""`describing.py` describes them; its own address, DESCRIPTION, stands beside them."""

EXAMPLES: tuple[RequestBody, ...] = (
    *account.EXAMPLES,
    *people.EXAMPLES,
    *school.EXAMPLES,
    *classes.EXAMPLES,
    *pupils.EXAMPLES,
    *imports.EXAMPLES,
    *batches.EXAMPLES,
    *files.EXAMPLES,
    *sharing.EXAMPLES,
    *copying.EXAMPLES,
    *essays.EXAMPLES,
    *feedback.EXAMPLES,
    *life.EXAMPLES,
    *talk.EXAMPLES,
    *remarks.EXAMPLES,
    *matches.EXAMPLES,
    *exports.EXAMPLES,
    *judging.EXAMPLES,
    *llm.EXAMPLES,
    *enrolments.EXAMPLES,
    *grades.EXAMPLES,
)
"""One of each body, for those who write a client."""
