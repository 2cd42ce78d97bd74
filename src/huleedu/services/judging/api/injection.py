"""Whether a text speaks to whoever reads it for a program, as others may ask."""

from huleedu.services.judging.domain.llm.injection.detect import find_injection

__all__ = ["find_injection"]
