"""What a document says about itself, as far as it says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.documents.layout.blocks import Block
    from store.model import Kind, PartialDate


@dataclass(frozen=True, slots=True)
class Facts:
    """Guesses, None where nothing was said."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    updated: PartialDate | None = None
    url: str | None = None
    language: str | None = None
    guessed: PartialDate | None = None
    """When it seems to be from, for want of anything that says so."""
    kind: Kind | None = None

    def or_else(self, other: Facts) -> Facts:
        """Return these facts, with what they lack taken from *other*, which most often says nothing."""
        if not other:
            return self
        return Facts(
            self.title or other.title,
            self.author or other.author,
            self.publisher or other.publisher,
            self.published or other.published,
            self.updated or other.updated,
            self.url or other.url,
            self.language or other.language,
            self.guessed or other.guessed,
            self.kind or other.kind,
        )

    def __bool__(self) -> bool:
        told = self.title or self.author or self.publisher or self.published or self.updated or self.url
        return bool(told or self.language or self.guessed or self.kind)


@dataclass(frozen=True, slots=True)
class Page:
    """A file as its format gives it: the blocks in order, and what the format itself says of them."""

    blocks: tuple[Block, ...]
    facts: Facts = Facts()
    frame: tuple[Block, ...] = ()
    """Blocks from around the article (its byline, the site's footer): read for facts, never as passages."""
    words: int = 0
    """How many words a person sees on it, but for menus and the like; 0 where those of its blocks are all."""
    sifted: bool = False
    """Whether what frames the article was told apart already: no line of it ends it."""
    printed: bool = False
    """Whether it was set on paper, where what comes twice was written twice; a web page may just show it twice."""
