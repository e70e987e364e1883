"""Evidence pages: a topic with its statements, a document with its passages, for whoever has a signed link."""

from bot.evidence.routes import Pages

__all__ = ["Pages"]
