"""A topic as a memo with footnotes: Markdown, Word."""
