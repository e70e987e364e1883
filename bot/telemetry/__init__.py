"""What the process counts of itself, for whoever watches it; never a word of what people say."""
