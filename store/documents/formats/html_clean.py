"""The tree of an HTML page without what its text does not say: struck-out words and marks of notes.

What is left has only tags that everybody knows, so that no extractor parts a sentence at one that it does not.
"""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.documents.layout import raised

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link
    main menu meta nav noframes noscript ol optgroup option p pre script search section select style summary
    table tbody td template tfoot th thead title tr ul
    """.split()  # noqa: SIM905 - a word list reads better as text
)
_INLINE = frozenset(
    """
    a abbr acronym area audio b base bdi bdo big br button canvas cite code data datalist del dfn em embed font
    i iframe img input ins kbd label map mark math meter nobr object output param picture progress q rb rp rt
    rtc ruby s samp slot small source span strike strong sub sup svg textarea time track tt u var video wbr
    """.split()  # noqa: SIM905 - as above
)
_DROPPED = frozenset({"del", "s", "strike", "rt", "rp", "rtc"})
"""Deleted text, and how characters are spoken."""
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_STRUCK_CLASS = re.compile(r"(?:^|\s)(?:strike(?:-?through)?|line-?through|struck)(?:\s|$)", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*(?:super|top)|(?:^|\s)super(?:script)?(?:\s|$)", re.IGNORECASE)
_BACK = re.compile(r"\s*[↩↑⤴⏎^]\ufe0e?\s*")
"""What leads from a note back to where it is made."""
_LONGEST_VALUE = 2_000
_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[*†‡§¶]{1,3}|[a-z]|[ivx]{1,5})[\])]?\s*")
_NUMBER = re.compile(r"\s*[\[(]?\d{1,3}[\])]?\s*")
_NOTE = re.compile(
    r"(?:^|[\s_-])(?:foot|end)?notes?(?:[\s_-]?ref)?|noteref|fnref|\bref(?:erence)?\b|\bcite|citation", re.IGNORECASE
)
_TO_NOTE = re.compile(r"#(?:_?(?:fn|ftn|edn|en)|(?:foot|end)?note|cite|ref|n)[\w.:-]*\d|#\d{1,3}$", re.IGNORECASE)
_AFTER = tuple(".,;:!?”’\"')]")


def clean(root: HtmlElement) -> None:
    """Take out of the page what it does not say. Elements that nobody knows become ones that everybody does."""
    dropped: list[HtmlElement] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.getparent() is None:
            continue
        if element.tag in ("span", "font") and _SUPER.search(_attributes(element, "style", "class")):
            element.tag = "sup"
        if _is_dropped(element):
            dropped.append(element)
        elif element.tag == "sup" and not len(element) and (element.text or "").isdecimal():
            element.text = raised.powers(element.text or "")
        elif element.tag not in _BLOCKS and element.tag not in _INLINE:
            inner = any(inner.tag in _BLOCKS for inner in element.iter())
            element.tag = "div" if inner else "p" if _stands_alone(element) else "span"
    for element in dropped:
        element.drop_tree()


def _stands_alone(element: HtmlElement) -> bool:
    """Return whether an element stands beside blocks, and no text beside it: then it is one itself."""
    before, after = element.getprevious(), element.getnext()
    parent = element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    beside = any(each is not None and each.tag in _BLOCKS for each in (before, after))
    return beside and not (text or "").strip() and not (element.tail or "").strip()


def _is_dropped(element: HtmlElement) -> bool:
    if element.tag in _DROPPED or _STRUCK.search(_attributes(element, "style")):
        return True
    if _STRUCK_CLASS.search(_attributes(element, "class")):
        return True
    return element.tag in ("sup", "a") and _is_mark(element)


def _attributes(element: HtmlElement, *names: str) -> str:
    return " ".join((element.get(name) or "")[:_LONGEST_VALUE] for name in names)


def _is_mark(element: HtmlElement) -> bool:
    """Return whether an element is the mark of a footnote: m², 1st and 10⁶ are not."""
    text = "".join(element.itertext())
    if not (text and _MARK.fullmatch(text)):
        return element.tag == "a" and _BACK.fullmatch(text) is not None
    if element.tag == "sup" and raised.is_symbol(text):
        return True
    links = [element] if element.tag == "a" else list(element.iter("a"))
    if any(_TO_NOTE.search((link.get("href") or "")[:_LONGEST_VALUE]) for link in links):
        return element.tag == "sup" or _NUMBER.fullmatch(text) is not None
    if _NOTE.search(_attributes(element, "class", "id", "role")):
        return True
    before = _before(element)
    return element.tag == "sup" and bool(links or before.endswith(_AFTER) or not raised.written(text, before))


def _before(element: HtmlElement) -> str:
    """Return the text right before an element."""
    sibling = element.getprevious()
    if sibling is not None:
        return str(sibling.tail or "".join(sibling.itertext()))
    parent = element.getparent()
    return (parent.text or "") if parent is not None else ""
