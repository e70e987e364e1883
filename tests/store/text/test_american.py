"""American spellings: the quick look at a word misses none that a rule would change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import american

ENDINGS = sorted(
    """
    isation isational ysation ysational lyse lysed lyser lysing ence enceless our ours oured ouring ourable re red ogue
    led ling ler ise ised iser ising ice ent or er og
    """.split()  # noqa: SIM905 - a word list reads better as text
)
STEMS = (
    *(
        "organ",
        "para",
        "hydro",
        "electro",
        "def",
        "predef",
        "off",
        "lic",
        "pret",
        "arm",
        "disarm",
        "col",
        "hon",
        "neighb",
    ),
    *(
        "cent",
        "epicent",
        "theat",
        "kilomet",
        "catal",
        "dial",
        "cancel",
        "recancel",
        "travel",
        "adv",
        "surpr",
        "no",
        "ra",
    ),
)
words = st.one_of(
    st.builds(str.__add__, st.sampled_from(STEMS) | st.text("abeilorsuy", max_size=6), st.sampled_from(ENDINGS)),
    st.text("abcdeilnorstuyz", max_size=14),
)


@given(words)
def test_no_rule_changes_a_word_that_is_not_suspect(word: str) -> None:
    if not american.SUSPECT.search(word):
        assert not any(pattern.search(word) for pattern, _ in american.RULES)
        assert not american.ISE.search(word)


@pytest.mark.parametrize(
    ("british", "word"),
    [
        ("organisational", "organizational"),
        ("analyser", "analyzer"),
        ("defenceless", "defenseless"),
        ("neighbourhood", "neighborhood"),
        ("centred", "centered"),
        ("monologue", "monolog"),
        ("travelling", "traveling"),
        ("organisers", "organizers"),
        ("programmes", "programs"),
    ],
)
def test_every_rule_has_its_word(british: str, word: str) -> None:
    assert american.american(british) == word
