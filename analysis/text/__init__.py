"""Chinese text: normalise (the original is kept), segment, match phrases."""
