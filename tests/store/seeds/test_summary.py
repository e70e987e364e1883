"""Summaries as sentences, each with the statements that carry it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import SummarySentence
from store.seeds.fields import Notebook
from store.seeds.summary import Summary, read


def summary(body: str) -> tuple[Summary, list[str]]:
    notebook = Notebook("opcon.md", [])
    return read("opcon", body, 20, notebook), [str(problem) for problem in notebook.problems]


def test_each_sentence_has_the_statements_in_the_brackets_after_it() -> None:
    found, problems = summary("Nobody has set a year. [1, 2] A general\nwould lead. [3,usfk#4]\n")

    assert not problems
    assert found.text == "Nobody has set a year. A general would lead."
    assert found.sentences == (
        SummarySentence("Nobody has set a year.", ("opcon#1", "opcon#2")),
        SummarySentence("A general would lead.", ("opcon#3", "usfk#4")),
    )


def test_every_address_has_its_place() -> None:
    found, _ = summary("Nobody has set a year. [1, 2]\nA general would lead. [usfk#4]")

    assert [(told.text, *told.spot) for told in found.carried] == [
        ("opcon#1", 20, 25),
        ("opcon#2", 20, 28),
        ("usfk#4", 21, 24),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Army stays. [1]",
        "Gen. Lee met J. R. Roe at No. 10. [1]",
        "It costs 7.5 % of what it did. [1]",
        "“We stay.” said a general. [1]",
        "It stays … for now! [1]",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert summary(text)[1] == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("It stays.", "20:1: no statement carries 'It stays.'; write their numbers after the full stop: [1, 2]"),
        ("It stays. [1]\nIt goes.", "21:1: no statement carries 'It goes.'; write their numbers after the full stop"),
        ("It stays. It goes. [1]", "20:1: no statement carries 'It stays.'; write their numbers after the full stop"),
        ("Is it? It goes. [1]", "20:1: no statement carries 'Is it?'; write their numbers after the full stop"),
        ("It stays. [1] [2]", "20:15: no statement carries '[2]'; write the sentence before its brackets"),
        ("It stays. [one#]", "20:1: no statement carries 'It stays. [one#]'; '[one#]' is not read; write numbers of"),
        ("It stays. [1; 2]", "20:1: no statement carries 'It stays. [1; 2]'; '[1; 2]' is not read; write numbers of"),
        ("It stays. [0]", "20:1: no statement carries 'It stays. [0]'; '[0]' is not read; write numbers of"),
    ],
)
def test_a_sentence_that_no_statement_carries_is_named_with_its_place(body: str, problem: str) -> None:
    problems = summary(body)[1]

    assert len(problems) == 1
    assert problems[0].startswith(f"opcon.md:{problem}")


@given(st.text(st.sampled_from("Ab. [1,#u]\n!?한"), max_size=60))
def test_whatever_is_written_no_word_is_lost_and_none_is_added(body: str) -> None:
    found, problems = summary(body)

    assert problems or found.text == " ".join(one.text for one in found.sentences)
    assert all(one.statements for one in found.sentences)
