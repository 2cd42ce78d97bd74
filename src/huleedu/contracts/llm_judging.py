"""What having a language model judge says: that it judges no more, and why."""

from huleedu.contracts.message import Message


class ModelEnded(Message, frozen=True, kw_only=True, tag="llm_judging.model_ended.v1"):
    """This model judges the batch no more; what it has decided counts."""

    model: str
    turn: int
    """Counts how often it was started: it may have been started again since."""
    why: str
    """A code."""
