"""Learn the abilities of scripts from judgements, with every doubt carried along: the model."""
