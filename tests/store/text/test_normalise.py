"""Text cleaned, a question measured, and keys and terms by which names and texts are compared."""

# ruff: noqa: RUF001  # texts are typeset: their dashes and quotation marks are what we look for

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import TooLong
from store.model import MAX_QUERY
from store.text import MAX_TERM, clean, korean, normalise, split, stem, terms
from store.text.american import american
from store.text.normalise import Query
from store.text.word_files import STOP

MARKS = "’‘“”–—‐‑…•·\u00a0"
# What most texts are made of, and what stands beside it: every mark, the words and dots that rules look for, Hangul.
texts = (
    st.lists(
        st.sampled_from(
            [
                "U.S.",
                "u.s",
                "a.b.c",
                "ROK",
                "'s",
                "s'",
                "re-",
                "co-",
                "enter",
                "the",
                "ships",
                "labour",
                "전작권은",
                "x" * 70,
            ]
        )
        | st.text(f"abS19 .'-_,\t\n{MARKS}ʼ´éİſﬁ한\u0301\u200b\x00", max_size=4),
        max_size=8,
    ).map("".join)
    | st.text()
)


def test_what_we_repeat_has_nothing_invisible_in_it():
    text = "\u202eop\u200bcon\x00 \t transfer\n"

    assert clean(text) == "opcon transfer"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("U.S.F.K.", "usfk"),
        ("U.S. Forces Korea", "us forces korea"),
        ("The Special Measures Agreement?", "special measures agreement"),
        ("“opcon”", "opcon"),
        ("cost-sharing", "cost sharing"),
        ("South Korea\u2019s missiles", "south korea missiles"),
        ("National Defence Strategy", "national defense strategy"),
        ("alliance modernisation", "alliance modernization"),
        ("de-nuclearisation", "denuclearization"),
        ("modernisation programmes", "modernization programs"),
        ("labour", "labor"),
        ("\uff2f\uff30\uff23\uff2f\uff2e", "opcon"),
        ("주한 미군", "주한미군"),
        ("?!…", ""),
    ],
)
def test_spelling_and_punctuation_do_not_change_a_key(typed: str, key: str):
    assert normalise(typed) == key


@pytest.mark.parametrize("word", ["exercise", "hour", "source", "noise", "precise", "evidence", "acre"])
def test_words_that_only_look_british_are_left_alone(word: str):
    assert normalise(word) == word


def test_a_decomposed_korean_name_is_the_composed_one():
    assert normalise(unicodedata.normalize("NFD", "전작권")) == "전작권"


def test_terms_are_stems_without_stop_words():
    assert terms("What is the burden of sharing?") == ("burden", "share")


def test_particles_make_no_difference_to_korean_terms():
    assert terms("전작권은") == terms("전작권의") == terms("전작권")


def test_spaced_korean_is_found_in_the_unspaced():
    assert set(terms("주한 미군의")) < set(terms("주한미군은"))


@pytest.mark.parametrize(("typed", "key"), [("OPCON이란", "opcon"), ("SMA는", "sma"), ("한미FTA", "한미 fta")])
def test_korean_glued_to_latin_letters_is_parted_and_loses_its_ending(typed: str, key: str):
    assert normalise(typed) == key


@given(st.text())
def test_what_is_clean_stays_as_it_is(text: str):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_any_text_has_a_key_and_terms_without_marks(text: str):
    assert all(word.isalnum() for word in normalise(text).split())
    assert all(term and not term.isspace() for term in terms(text))


@given(texts)
def test_clean_text_is_composed_visible_and_evenly_spaced(text: str):
    invisible = {"Cc", "Cf", "Cs", "Co", "Cn"}
    shown = (
        " " if each.isspace() else "" if unicodedata.category(each) in invisible else each
        for each in unicodedata.normalize("NFC", text)
    )

    assert clean(text) == " ".join("".join(shown).split())


@given(texts)
def test_words_are_parted_by_one_rule_whatever_a_text_is_written_in(text: str):
    assert split(text) == [american(word) for word in by_rule(text)]


@given(texts)
def test_terms_are_the_stems_of_the_words_that_say_something(text: str):
    found = []
    for word in by_rule(text):
        if korean.HANGUL.match(word):
            found += korean.pairs(korean.bare(word))
        elif american(word) not in STOP:
            found.append(stem(american(word))[:MAX_TERM])

    assert terms(text) == tuple(filter(None, found))


DOTTED = r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|\b(?:[^\W\d_]\.)+[^\W\d_]\b"
PLAIN = str.maketrans("‘’ʼ´‐‑‒–—―", "''''------")


def by_rule(text: str) -> list[str]:
    """The words of *text* by the rule for every text; no quick way for those that are plain."""
    text = clean(unicodedata.normalize("NFKC", clean(text))).translate(PLAIN).casefold()
    text = re.sub(DOTTED, lambda found: found[0].replace(".", ""), text)
    text = re.sub(r"(?<=\w)'(?:s\b|(?=\W|$))", "", text)
    text = re.sub(r"(?<=\w)'(?=\w)", "", text)
    return korean.pieces(re.sub(r"\b(co|de|non|pre|re)-(?=[a-z])", r"\1", text))


def test_a_query_is_cleaned_once() -> None:
    query = Query.of("  harbour\u200b \n dues ")

    assert query == "harbour dues"
    assert Query.of(query) is query


def test_a_query_is_measured_after_it_was_cleaned() -> None:
    assert len(Query.of(f"  {'x' * MAX_QUERY}  ")) == MAX_QUERY

    with pytest.raises(TooLong, match=str(MAX_QUERY)):
        Query.of("x" * (MAX_QUERY + 1))
