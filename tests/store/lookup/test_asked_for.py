import pytest

from store.lookup.asked_for import AskedKind, asked_for, asks_why, holds


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
