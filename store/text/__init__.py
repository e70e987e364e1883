"""When two texts are the same name, and which words count; used for the index and the question alike."""

from store.text.normalise import MAX_TERM, clean, forget_words, holds, normalise, split, stem, terms

__all__ = ["MAX_TERM", "clean", "forget_words", "holds", "normalise", "split", "stem", "terms"]
