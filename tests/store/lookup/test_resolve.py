from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from store import lookup
from store.lookup import Index, nothing, resolve
from store.model import Brief, Choices, Holder, Moved, Nothing, Snapshot, Statement, Topic


def topic(slug: str, name: str, **parts: object) -> Topic:
    given = {"short": name, "korean": None, "category": "invented", "summary": f"{name} in two sentences."}
    return Topic(slug, name, reviewed=date(2026, 11, 23), **{**given, **parts})  # type: ignore[arg-type]


TOPICS = (
    topic(
        "opcon",
        "Wartime operational control (OPCON) transfer",
        short="OPCON",
        abbreviations=("OPCON",),
        aliases=("OPCON transfer", "wartime command", "전작권"),
        korean="전시작전통제권",
        related=("usfk", "nowhere"),
        questions=("who commands South Korean forces in a war",),
        statements=(Statement("opcon#1", "A general leads the combined forces.", None, Holder.FACT, ()),),
        moved=(Moved("opcon#4", "opcon#1"),),
    ),
    topic(
        "usfk",
        "United States Forces Korea (USFK)",
        short="USFK",
        aliases=("US troops in Korea",),
        korean="주한미군",
        moved=(Moved("usfk#2", "opcon#4"),),
        questions=("how many American soldiers are in Korea",),
    ),
    topic("sma", "Special Measures Agreement (SMA)", short="SMA", aliases=("cost sharing",), korean="방위비분담금"),
    topic("burden-sharing", "Burden-sharing", aliases=("cost sharing", "fair share")),
    topic("denuclearization", "Denuclearization"),
    topic("taiwan", "Taiwan", korean="대만"),
    topic("china", "China", abbreviations=("PRC",), korean="중국"),
    topic("missile-defense", "Missile defense and THAAD", aliases=("THAAD", "missile defense")),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(Snapshot(7, {topic.slug: topic for topic in TOPICS}, {}))


def answer(query: str, index: Index) -> str | None:
    match resolve(query, index) or lookup.answer(query, index):
        case Brief(topic=found):
            return found.slug
        case Choices(topics=found):
            return "|".join(topic.slug for topic in found)
        case _:
            return None


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("opcon", "opcon"),
        ("The U.S.F.K.?", "usfk"),
        ("“special measures agreement”", "sma"),
        ("op con", "opcon"),
        ("transfer: operational control, wartime", "opcon"),
        ("transfer of OPCON", "opcon"),
        ("American soldiers in Korea", "usfk"),
        ("missile defence", "missile-defense"),
        ("de-nuclearisation", "denuclearization"),
        ("전작권은", "opcon"),
        ("주한 미군", "usfk"),
        ("방위비 분담금이란 무엇인가요?", "sma"),
    ],
)
def test_a_name_is_found_however_it_is_written(query: str, slug: str | None, index: Index):
    assert answer(query, index) == slug


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("opcn", "opcon"),
        ("ufsk", "usfk"),
        ("wartime comand", "opcon"),
        ("specal measures agrement", "sma"),
        ("denuclearizaton", "denuclearization"),
        ("missile defnce", "missile-defense"),
        ("what is thadd", "missile-defense"),
        ("tawian", "taiwan"),
        ("주한민군", "usfk"),
    ],
)
def test_a_slip_of_the_finger_still_finds_the_name(query: str, slug: str, index: Index):
    assert answer(query, index) == slug


def test_the_wrong_letter_doubled_in_a_short_word_of_a_question_is_a_slip(index: Index):
    assert index.spelled("how good are misille shields") == "how good are missile shields"


@pytest.mark.parametrize("query", ["sm\u0430", "sm", "usfj", "usf", "opt on", "missile offense", "대구"])
def test_a_short_or_different_word_is_no_slip(query: str, index: Index):
    assert resolve(query, index) is None


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("why does opcon matter", "opcon"),
        ("what's the latest on the SMA", "sma"),
        ("opcon transfer timeline", "opcon"),
        ("who commands the forces of the South in a war?", "opcon"),
        ("how many GIs are in Korea", "usfk"),
        ("주한미군은 몇 명이에요", "usfk"),
    ],
)
def test_a_question_finds_the_topic_it_is_about(query: str, slug: str, index: Index):
    assert answer(query, index) == slug


@pytest.mark.parametrize(
    "query",
    [
        "nato burden sharing",
        "Israeli missile defense",
        "kubernetes upgrade",
        "how are you",
        "and",
        "",
        "?!",
        "나토 방위비분담금",
    ],
)
def test_words_of_ours_about_another_matter_are_not_answered(query: str, index: Index):
    assert answer(query, index) is None


@pytest.mark.parametrize("asked", ["leases", "purses", "what causes it", "boxes", "passing", "leased"])
def test_the_plural_of_a_word_that_is_said_is_no_slip(asked: str):
    said = Statement("law#1", "A lease, a purse, a box, a cause and a pass.", None, Holder.FACT, ())
    topics = (
        topic("law", "The law", statements=(said,)),
        *(topic(word, word) for word in ("leaders", "pulses", "clauses", "boxer", "parsing", "leaded")),
    )

    answered = answer(asked, Index(Snapshot(1, {one.slug: one for one in topics}, {})))

    assert answered in {None, "law"}


def test_a_name_of_two_topics_gives_choices(index: Index):
    assert answer("cost-sharing", index) == "sma|burden-sharing"


def test_a_brief_repeats_the_question_cleaned(index: Index):
    found = resolve("\u202eopcon\u0000 ", index)

    assert isinstance(found, Brief)
    assert found.query == "opcon"
    assert found.generation == 7


def test_a_brief_knows_only_related_topics_that_are_there(index: Index):
    found = resolve("opcon", index)

    assert isinstance(found, Brief)
    assert [topic.slug for topic in found.related] == ["usfk"]


def test_a_miss_offers_the_topics_near_in_matter_or_spelling(index: Index):
    in_matter = nothing("nato burden sharing", index)
    in_spelling = nothing("denuclear reactor", index)
    in_nothing = nothing("qwertyuiop", index)

    assert in_matter.nearest[0].slug == "burden-sharing"
    assert in_spelling.nearest[0].slug == "denuclearization"
    assert in_nothing.nearest == ()


def test_a_text_mentions_the_topics_it_names_in_order(index: Index):
    text = "Seoul pays under the Special Measures Agreement for US troops in Korea; OPCON is another matter."

    assert index.names.mentioned(text) == ("sma", "usfk", "opcon")


def test_a_short_abbreviation_is_mentioned_only_in_capitals(index: Index):
    assert index.names.mentioned("A plasma screen, a sma boat") == ()
    assert index.names.mentioned("The SMA was signed") == ("sma",)


def test_an_abbreviation_does_not_hide_the_name_it_stands_for(index: Index):
    assert index.names.mentioned("a turn toward China") == ("china",)


def test_the_longest_name_is_mentioned(index: Index):
    assert index.names.mentioned("방위비분담금은 주한미군의 비용이다") == ("sma", "usfk")


def test_the_name_of_a_topic_among_strange_words_is_offered_at_most(index: Index):
    assert not isinstance(lookup.answer("taiwan bubble tea", index), Brief)


def test_a_small_number_beside_a_word_may_be_a_question(index: Index):
    assert resolve("7.5% increase, of what?", index) is None


@pytest.mark.parametrize("query", ["2+2", "what time is it", "and", "", "?!", "무엇인가요"])
def test_small_talk_finds_nothing_without_asking_the_passages(query: str, index: Index):
    assert isinstance(resolve(query, index), Nothing)


@pytest.mark.parametrize("query", ["draft an email on OPCON to the team", "전작권 회의 잡아줘"])
def test_what_an_assistant_is_asked_to_do_offers_what_it_names(query: str, index: Index):
    told = resolve(query, index)

    assert isinstance(told, Nothing)
    assert (told.ours, [topic.slug for topic in told.nearest]) == (False, ["opcon"])


@pytest.mark.parametrize("query", ["kubernetes", "nato burden sharing", "tunnels", "readiness"])
def test_a_matter_that_no_topic_is_sure_of_goes_to_the_passages(query: str, index: Index):
    assert resolve(query, index) is None


def test_threads_that_ask_a_new_index_at_once_get_the_same():
    queries = ["opcon", "opcn", "who commands the forces of the South in a war?", "nato burden sharing"] * 8
    fresh = Index(Snapshot(7, {topic.slug: topic for topic in TOPICS}, {}))

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda query: answer(query, fresh), queries))

    assert answers == ["opcon", "opcon", "opcon", None] * 8


def test_an_empty_store_answers_nothing():
    empty = Index(Snapshot(0, {}, {}))

    assert resolve("opcon", empty) is None
    assert resolve("who commands the forces in wartime", empty) is None
    assert nothing("opcon", empty).nearest == ()
    assert empty.names.mentioned("OPCON") == ()


@pytest.mark.parametrize("address", ["opcon#4", "usfk#2"])
def test_an_address_that_was_merged_away_leads_on_and_says_so(index: Index, address: str) -> None:
    found = resolve(address, index)

    assert isinstance(found, Brief)
    assert (found.topic.slug, found.focus) == ("opcon", "opcon#1")
    assert found.moved_from == address


def test_an_address_that_never_was_is_not_found(index: Index) -> None:
    found = resolve("opcon#5", index)

    assert isinstance(found, Nothing)
    assert found.statements == ("opcon#1",)
