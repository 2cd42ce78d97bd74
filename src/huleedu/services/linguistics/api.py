"""What others may ask of the linguistics service: which measures there are, and what they mean."""

from huleedu.services.linguistics.domain import MEASURES, Measure

__all__ = ["MEASURES", "Measure"]
