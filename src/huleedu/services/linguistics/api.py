"""What others may ask of the linguistics service: what the measures mean, and those of a text."""

from huleedu.services.linguistics.domain import MEASURES, LanguageMeasures, Measure, measure

__all__ = ["MEASURES", "LanguageMeasures", "Measure", "measure"]
