"""Who can be asked to rank what `huleedu assess` has assessed."""

from enum import StrEnum


class JudgedBy(StrEnum):
    """What `--judge` takes."""

    NONE = "none"
    BASELINE = "baseline"
    LLM = "llm"
