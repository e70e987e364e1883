"""Evidence pages: a topic with its statements, a document with its passages, for whoever has a signed link."""
