"""A raw file to a Document: which formats there are, and one way through all of them."""

from store.documents.parsing import Unreadable, decode, fingerprint, from_text, identify, parse

__all__ = ["Unreadable", "decode", "fingerprint", "from_text", "identify", "parse"]
