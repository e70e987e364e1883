"""The JSON records that scripts rely on, key by key."""

from __future__ import annotations

import json

from hypothesis import given, settings

from bot.cli import json_answers
from store.changes import Loaded
from store.model import Change, Choices, Difference, Document, Nothing, Passage, Passages
from tests.bot.invented import BRIEF, CFC, FOUND, OPCON, REVIEW
from tests.bot.invented import briefs as any_brief

ALMANAC_2 = {
    "document": "almanac",
    "passage": 2,
    "title": "Almanac of the Peninsula",
    "publisher": None,
    "published": None,
    "note": False,
    "published_from": None,
}
REVIEW_4 = {
    "document": "policy-review",
    "passage": 4,
    "title": "Hands on the wheel",
    "publisher": "Policy Review",
    "published": "2025-12-15",
    "note": False,
    "published_from": "front matter",
}


def test_a_brief_is_the_promised_object() -> None:
    assert json_answers.answer(BRIEF) == {
        "query": "opcon transfer",
        "outcome": "brief",
        "topic": "opcon",
        "choices": [],
        "brief": {
            "slug": "opcon",
            "name": "Wartime operational control",
            "korean": "전작권",
            "summary": "Who leads in a war. Seoul wants to.",
            "summary_sentences": [],
            "open": [],
            "reviewed": "2026-11-23",
            "statements": [
                {
                    "id": "opcon#1",
                    "text": "No year is set.",
                    "happened": None,
                    "as_of": "2025-12-15",
                    "held_by": "analysis",
                    "citations": [REVIEW_4],
                },
                {
                    "id": "opcon#2",
                    "text": "A Korean is to lead.",
                    "happened": None,
                    "as_of": None,
                    "held_by": "fact",
                    "citations": [ALMANAC_2, {**REVIEW_4, "passage": 7}],
                },
            ],
            "disagreements": [
                {
                    "about": "What holds it back",
                    "sides": [
                        {"text": "No date.", "held_by": None, "as_of": None, "citations": [REVIEW_4]},
                        {
                            "text": "No satellites.",
                            "held_by": None,
                            "as_of": None,
                            "citations": [{**ALMANAC_2, "passage": 9}],
                        },
                    ],
                }
            ],
            "related": ["cfc"],
            "stale": False,
        },
        "passages": [],
        "generation": 3,
        "statement": None,
        "answers": [],
        "unsaid": False,
        "total": 0,
        "start": 0,
        "notes": [],
    }


def test_the_keys_come_in_the_promised_order() -> None:
    assert list(json_answers.answer(BRIEF)) == [
        "query",
        "outcome",
        "topic",
        "choices",
        "brief",
        "passages",
        "generation",
        "statement",
        "answers",
        "unsaid",
        "total",
        "start",
        "notes",
    ]


def test_choices_are_slugs_the_likelier_first() -> None:
    record = json_answers.answer(Choices("command", (OPCON, CFC), 3))

    assert (record["outcome"], record["topic"], record["choices"]) == ("choices", None, ["opcon", "cfc"])


def test_a_found_passage_is_cited_with_its_text_and_topics() -> None:
    record = json_answers.answer(Passages("satellites", (FOUND,), 3))

    assert record["outcome"] == "passages"
    assert record["passages"] == [
        {
            **ALMANAC_2,
            "passage": 9,
            "heading": "Space",
            "text": "Two satellites are missing.",
            "topics": ["opcon"],
            "marks": [],
        }
    ]


def test_a_miss_names_no_topic_even_where_some_are_near() -> None:
    record = json_answers.answer(Nothing("opkon", (OPCON,), 3))

    assert (record["outcome"], record["topic"], record["choices"], record["passages"]) == ("nothing", None, [], [])


def test_a_document_lists_its_passages_with_their_topics() -> None:
    document = Document(REVIEW, (Passage(1, None, "One."), Passage(2, "Space", "Two.")))

    record = json_answers.document(document, lambda passage: ("opcon",) if passage.number == 2 else ())

    assert record == {
        "document": "policy-review",
        "title": "Hands on the wheel",
        "publisher": "Policy Review",
        "author": "A. Roe",
        "published": "2025-12-15",
        "kind": "analysis",
        "note": False,
        "published_from": "front matter",
        "passages": [
            {"number": 1, "heading": None, "text": "One.", "topics": []},
            {"number": 2, "heading": "Space", "text": "Two.", "topics": ["opcon"]},
        ],
    }


def test_a_load_tells_its_generation_its_counts_and_what_it_changed() -> None:
    difference = Difference(topics=Change(added=("cfc",), removed=("sma",)))

    record = json_answers.loaded(Loaded(4, difference, topics=2, statements=7, documents=3, passages=30, changed=True))

    assert record["generation"] == 4
    assert record["changed"] is True
    assert record["difference"]["topics"] == {"added": ["cfc"], "changed": [], "removed": ["sma"]}


@settings(max_examples=20)
@given(any_brief())
def test_any_brief_survives_json(brief: json_answers.Brief) -> None:
    record = json_answers.answer(brief)

    assert json.loads(json.dumps(record)) == record
