import pytest

from store.lookup.asked_for import AskedKind, asked_for, asks_why, holds, read_view


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many troops are there", AskedKind.NUMBER),
        ("주한미군은 몇 명인가", AskedKind.NUMBER),
        ("in what year does it pass", AskedKind.DATE),
        ("전작권은 언제 전환되나", AskedKind.DATE),
        ("who commands", AskedKind.NAME),
        ("why does it matter", None),
        ("사드는 왜", None),
    ],
)
def test_a_question_tells_what_kind_of_thing_it_wants(question: str, kind: AskedKind | None):
    assert asked_for(question) is kind


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("why does Kim refuse", True),
        ("reason for the silence on Taiwan", True),
        ("how come nobody knows", True),
        ("동맹국이 미국을 못 믿는 이유", True),
        ("what does Kim refuse", False),
        ("how many troops are there", False),
    ],
)
def test_a_question_for_a_reason_is_known(question: str, why: bool):
    assert asks_why(question) is why


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("About 28,500 troops serve there.", {AskedKind.NUMBER, AskedKind.NAME} - {AskedKind.NAME}),
        ("It was signed in October 1953.", {AskedKind.NUMBER, AskedKind.DATE, AskedKind.NAME}),
        ("The command is led by Washington.", {AskedKind.NAME}),
        ("It is hard to say.", set()),
    ],
)
def test_a_sentence_holds_kinds_of_things(text: str, kinds: set[AskedKind]):
    assert {kind for kind in AskedKind if holds(text, kind)} == kinds


NAMES = {"opcon", "the sma", "status of forces agreement", "전작권"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("give me a brief on OPCON", ("brief", "OPCON", "")),
        ("OPCON 101", ("brief", "OPCON", "")),
        ("what do the sources say about opcon?", ("brief", "opcon?", "")),
        ("where does OPCON stand", ("brief", "OPCON", "")),
        ("history of OPCON", ("timeline", "OPCON", "")),
        ("how has OPCON evolved over the years?", ("timeline", "OPCON", "")),
        ("OPCON: pros and cons", ("compare", "OPCON:", "")),
        ("what are the two sides of the debate on the SMA", ("compare", "SMA", "")),
        ("what do critics say about OPCON", ("compare", "OPCON", "")),
        ("who opposes OPCON?", ("compare", "OPCON?", "")),
        ("tell us the official position on OPCON", ("compare", "OPCON", "")),
        ("any headlines on OPCON since 1 Nov", ("news", "OPCON", "1 Nov")),
        ("what\u2019s new on opcon", ("changes", "opcon", "")),
        ("what changed in the last week?", ("changes", "", "last week")),
        ("what topics do you cover", ("topics", "", "")),
        ("전작권 관련 쟁점은?", ("compare", "전작권", "")),
        ("status of forces agreement", ("brief", "forces agreement", "")),
        ("the latest on the status of forces agreement", ("changes", "forces agreement", "")),
    ],
)
def test_a_view_of_what_is_named_is_asked_for_in_many_ways(text: str, asked: tuple[str, str, str]):
    assert read_view(text, NAMES, bool) == asked


def test_a_name_that_reads_like_a_request_is_kept_whole():
    found = read_view("status of forces agreement: summary", NAMES, NAMES.__contains__)

    assert found == ("brief", "status of forces agreement:", "")


@pytest.mark.parametrize(
    "text",
    [
        "opcon",
        "what does OPCON stand for",
        "how many of them are in OPCON",
        "who leads OPCON",
        "전작권 뜻",
        "history of music",
        "",
    ],
)
def test_what_asks_for_more_or_for_less_is_no_view(text: str):
    assert read_view(text, NAMES, lambda name: name.casefold() in NAMES) is None
