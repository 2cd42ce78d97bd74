"""Find a pupil's name in a text, and take it out: what others may ask of it, and quick to load."""

from huleedu.services.judging.domain.anonymise import anonymise, mentions

__all__ = ["anonymise", "mentions"]
