"""A language model drafts feedback: asked for by a person, within budget, never given by itself."""
