"""Feedback as it is put together: from the text, its measures and judgements, to a pupil's page."""
