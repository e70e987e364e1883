"""The nouns of the house: frozen values without I/O.

Every other room speaks in these. Sequences are tuples, so that one value can
be shared between threads and kept for the life of a generation.
"""

from store.model.answers import MAX_QUERY, Answer, Brief, Choices, Finding, Found, Nothing, Passages, Sure
from store.model.documents import (
    FEWEST_KEPT,
    Citation,
    DatedBy,
    Document,
    Kind,
    NewsReport,
    PartialDate,
    Passage,
    Source,
)
from store.model.topics import (
    Change,
    Content,
    Difference,
    Disagreement,
    Generation,
    Holder,
    Moved,
    OpenQuestion,
    Side,
    Snapshot,
    Statement,
    SummarySentence,
    Topic,
)

__all__ = [
    "FEWEST_KEPT",
    "MAX_QUERY",
    "Answer",
    "Brief",
    "Change",
    "Choices",
    "Citation",
    "Content",
    "DatedBy",
    "Difference",
    "Disagreement",
    "Document",
    "Finding",
    "Found",
    "Generation",
    "Holder",
    "Kind",
    "Moved",
    "NewsReport",
    "Nothing",
    "OpenQuestion",
    "PartialDate",
    "Passage",
    "Passages",
    "Side",
    "Snapshot",
    "Source",
    "Statement",
    "SummarySentence",
    "Sure",
    "Topic",
]
