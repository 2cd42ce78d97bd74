"""The service `llm_judging`, defined: it has a school's language models judge."""

from huleedu.gateway.llm_judging.handlers import ROUTES, LlmJudgingPorts, LlmManner
from huleedu.kit.service import Service

__all__ = ["SERVICE", "LlmJudgingPorts", "LlmManner"]

SERVICE = Service(
    name="llm_judging",
    purpose="have a school's language models judge, within budget",
    schema=None,
    routes=ROUTES,
)
