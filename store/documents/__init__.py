"""A raw file to a Document: which formats there are, and one way through all of them."""

from store.documents.parse import fingerprint, from_text
from store.documents.process import parse
from store.files.decoding import Unreadable, decode, decode_document

__all__ = ["Unreadable", "decode", "decode_document", "fingerprint", "from_text", "parse"]
