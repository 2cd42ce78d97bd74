"""Give grades by anchors whose grade or place is known, with the probability of each."""
