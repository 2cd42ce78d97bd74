"""Have a school's language models judge a batch: asked for by a person, within budget."""
