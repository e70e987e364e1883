"""Questions to the seeds that ship, by their words alone."""

from __future__ import annotations

import pytest

from store import lookup, seeds
from store.lookup import Index
from store.model import Brief, Choices, Snapshot, Sure
from tests.paths import SHIPPED


@pytest.fixture(scope="module")
def index() -> Index:
    content = seeds.read(SHIPPED)
    sources = {id_: document.source for id_, document in content.documents.items()}
    return Index(Snapshot(1, content.topics, sources))


def answered(question: str, index: Index) -> Brief:
    found = lookup.answer(question, index)
    assert isinstance(found, Brief)
    return found


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how many US troops are in Korea?", "28,500"),
        ("how large is South Korea's army", "450,000"),
        ("by how much does the military budget grow", "7.5 percent"),
        ("did the Korean War ever end", "armistice"),
        ("주한미군은 몇 명인가", "28,500"),
    ],
)
def test_the_statement_that_answers_stands_first(question: str, words: str, index: Index):
    found = answered(question, index)

    assert words in found.answers[0].text


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("I have a meeting on missile defense, what should I read up on?", "missile-defense"),
        ("japan, others in the neighborhood", "regional-partners"),
    ],
)
def test_a_broad_question_gets_the_topic_that_speaks_of_it(question: str, topic: str, index: Index):
    found = answered(question, index)

    assert found.topic.slug == topic


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Does North Korea have nuclear weapons?", "north-korea-threat#1"),
        ("What is THAAD for?", "missile-defense#3"),
        ("북한은 대화에 응했나요?", "north-korea-diplomacy#2"),
    ],
)
def test_a_question_that_spells_a_name_is_answered_by_a_sentence(question: str, statement: str, index: Index):
    assert lookup.resolve(question, index) is None
    assert answered(question, index).answers[0].id == statement


def test_an_editors_question_is_known_under_another_name_of_its_topic(index: Index):
    found = answered("Who leads Combined Forces Command?", index)

    assert [(one.id, one.sure) for one in found.answers] == [("cfc#2", Sure.ANSWER)]


@pytest.mark.parametrize(
    ("question", "left_open"),
    [
        ("방위비 분담금은 얼마인가", "an amount for the SMA"),
        ("what are the OPCON transfer conditions", "the conditions that still stand in the way of a transfer"),
        ("how many people died in the Korean War", "the number of people who died in the war"),
        ("number of North Korean warheads today", "the number of the North's warheads or of its nuclear tests"),
    ],
)
def test_a_figure_that_the_documents_lack_is_called_missing_although_its_topic_is_there(
    question: str, left_open: str, index: Index
):
    found = answered(question, index)

    assert (found.unsaid, found.open) == (True, left_open)


def test_how_much_it_is_does_not_ask_what_it_is_although_only_stop_words_differ(index: Index):
    what, much = (answered(question, index) for question in ("SMA가 뭐예요", "SMA가 얼마예요"))

    assert what.answers[0].sure is Sure.ANSWER
    assert much.answers[0].sure is Sure.NEAR


@pytest.mark.parametrize("question", ["what is OPCON", "what is the alliance for Korea"])
def test_a_question_that_two_statements_have_is_neither_ones(question: str, index: Index):
    found = lookup.resolve(question, index) or lookup.answer(question, index)

    assert isinstance(found, Brief)
    assert not any(one.sure is Sure.ANSWER for one in found.answers)


def test_at_most_three_answers_come_from_different_passages(index: Index):
    found = answered("what do critics say about the cost of the alliance", index)

    passages = [citation for one in found.answers for citation in one.citations]
    assert 1 <= len(found.answers) <= 3
    assert len(passages) == len(set(passages))
    assert [one.sure for one in found.answers[1:]] == [Sure.NEAR] * (len(found.answers) - 1)


def test_every_source_of_an_answer_has_a_number(index: Index):
    found = answered("does Japan fit into the alliance", index)

    numbered = {source.id for source in found.sources}
    assert {citation.document for one in found.answers for citation in one.citations} <= numbered


def test_what_the_editors_leave_open_is_said_to_be_unsaid(index: Index):
    topic = next(topic for topic in index.snapshot.topics.values() if any(one.asks for one in topic.open))
    left_open = next(one for one in topic.open if one.asks)

    found = answered(left_open.asks[0], index)

    assert found.unsaid
    assert found.open == left_open.text
    assert all(one.sure is Sure.NEAR for one in found.answers)


def test_what_editors_have_a_question_for_is_told_in_a_topic_that_tells_it(index: Index):
    asked = {ask: one for topic in index.snapshot.topics.values() for one in topic.statements for ask in one.asks}

    found = {ask: lookup.resolve(ask, index) or lookup.answer(ask, index) for ask in asked}

    told = {ask: brief for ask, brief in found.items() if isinstance(brief, Brief)}
    sure = {
        ask
        for ask, brief in told.items()
        if [(one.id, one.sure) for one in brief.answers[:1]] == [(asked[ask].id, Sure.ANSWER)]
    }
    assert len(told) > 0.99 * len(asked)
    assert len(sure) > 0.9 * len(asked)
    assert [ask for ask in sure if asked[ask] not in told[ask].topic.shown] == []


def test_what_editors_leave_open_is_told_in_the_topic_that_leaves_it_open(index: Index):
    left_open = {ask: topic for topic in index.snapshot.topics.values() for one in topic.open for ask in one.asks}

    found = {ask: lookup.resolve(ask, index) or lookup.answer(ask, index) for ask in left_open}

    said = {ask: brief for ask, brief in found.items() if isinstance(brief, Brief) and brief.unsaid}
    assert len(said) > 0.95 * len(left_open)
    assert [ask for ask, brief in said.items() if brief.open and brief.topic != left_open[ask]] == []


@pytest.mark.parametrize(
    "question", ["who is Lee Jae Myung", "is anyone against the OPCON transfer", "이재명은 누구예요"]
)
def test_a_small_word_that_turns_a_question_parts_it_from_the_editors_own(question: str, index: Index):
    """They have one for who was president before Lee, and for who has OPCON."""
    found = lookup.resolve(question, index) or answered(question, index)

    assert isinstance(found, Brief)
    assert not any(one.sure is Sure.ANSWER for one in found.answers)


@pytest.mark.parametrize("question", ["why stick together at all", "in which year will the shift be complete"])
def test_an_editors_question_of_idle_words_is_no_small_talk(question: str, index: Index):
    assert lookup.resolve(question, index) is None
    assert answered(question, index).answers


def test_a_word_that_editors_have_people_ask_with_is_no_slip_of_another(index: Index):
    assert index.typos.spelled("how many tanks are there") == "how many tanks are there"


@pytest.mark.parametrize("question", ["kubernetes upgrade", "troops in Germany", "how do I bake bread"])
def test_another_matter_gets_no_brief(question: str, index: Index):
    assert not isinstance(lookup.answer(question, index), Brief)


@pytest.mark.parametrize("question", ["opcon vs cfc", "what is the difference between OPCON and CFC?"])
def test_two_names_that_are_compared_are_both_found(question: str, index: Index):
    found = lookup.resolve(question, index)

    assert isinstance(found, Choices)
    assert [topic.slug for topic in found.topics] == ["opcon", "cfc"]
    assert [topic.slug for topic in lookup.versus(question, index)] == ["opcon", "cfc"]


@pytest.mark.parametrize(
    "question",
    ["what's the latest on OPCON?", "brief me on opcon", "history of the OPCON transfer", "전작권 찬반 의견 정리해줘"],
)
def test_who_wants_to_see_a_topic_gets_it_whole(question: str, index: Index):
    found = lookup.resolve(question, index)

    assert isinstance(found, Brief)
    assert (found.topic.slug, found.answers) == ("opcon", ())


@pytest.mark.parametrize(
    "question", ["timeline of alliance modernization", "opinion on tariffs", "what does the SMA cover"]
)
def test_what_editors_have_a_question_for_is_no_view(question: str, index: Index):
    assert lookup.view_asked(question, index) is None
    assert answered(question, index).answers


def test_who_asks_for_one_side_sees_who_holds_what(index: Index):
    assert [topic.slug for topic in lookup.versus("who opposes THAAD?", index)] == ["missile-defense"]
    assert [topic.slug for topic in lookup.versus("official position on opcon", index)] == ["opcon"]
    assert lookup.versus("US support for the ROK military", index) == ()


def test_a_person_whom_nothing_speaks_of_gets_no_answer(index: Index):
    assert lookup.answer("who is John Smith", index) is None


def test_a_pasted_link_does_not_hide_a_topic(index: Index):
    found = lookup.resolve("opcon https://example.org/some/page", index)

    assert isinstance(found, Brief)
    assert found.topic.slug == "opcon"


@pytest.mark.parametrize(
    "question", ["How many American soldiers are stationed in South Korea?", "주한미군 규모가 어느 정도인가요"]
)
def test_how_many_there_are_is_not_told_by_what_is_not_said_of_where(question: str, index: Index) -> None:
    found = answered(question, index)

    assert (found.unsaid, found.answers[0].id) == (False, "usfk#1")


@pytest.mark.parametrize("question", ["HOW MANY TROOPS IN KOREA", "how many troops does Korea have"])
def test_troops_in_korea_may_be_either_countrys(question: str, index: Index) -> None:
    found = answered(question, index)

    assert {one.id for one in found.answers} >= {"usfk#1", "rok-military#1"}
    assert found.answers[0].sure is Sure.NEAR


def test_what_is_left_open_is_named_only_of_a_topic_that_is_shown(index: Index) -> None:
    found = answered("SMA 재협상 얼마나 자주 하나", index)

    assert found.open == ""


def test_a_question_all_in_capitals_is_read_as_its_words_are_written(index: Index) -> None:
    assert index.spelled("HOW MANY US TROOPS ARE IN KOREA, NDS?") == "how many US troops are in Korea, NDS?"
    assert index.spelled("how many us troops") == "how many us troops"
