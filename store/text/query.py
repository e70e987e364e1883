"""What a person asked, cleaned and measured once."""

from __future__ import annotations

from store.errors import TooLong
from store.model import MAX_QUERY
from store.text.normalise import clean


class Query(str):
    """A text that is clean and no longer than MAX_QUERY characters, because `of` made it."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> Query:
        """Return *text* as a query, which it may be already; TooLong over MAX_QUERY characters."""
        if isinstance(text, Query):
            return text
        cleaned = clean(text)
        if len(cleaned) > MAX_QUERY:
            raise TooLong(f"Please shorten this to {MAX_QUERY} characters.")
        return cls(cleaned)
