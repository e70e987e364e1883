import pytest

from store.lookup.asked_for import Kind, asked_for, holds


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many troops are there", Kind.NUMBER),
        ("주한미군은 몇 명인가", Kind.NUMBER),
        ("in what year does it pass", Kind.DATE),
        ("전작권은 언제 전환되나", Kind.DATE),
        ("who commands", Kind.NAME),
        ("why does it matter", None),
        ("사드는 왜", None),
    ],
)
def test_a_question_tells_what_kind_of_thing_it_wants(question: str, kind: Kind | None):
    assert asked_for(question) is kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("About 28,500 troops serve there.", {Kind.NUMBER, Kind.NAME} - {Kind.NAME}),
        ("It was signed in October 1953.", {Kind.NUMBER, Kind.DATE, Kind.NAME}),
        ("The command is led by Washington.", {Kind.NAME}),
        ("It is hard to say.", set()),
    ],
)
def test_a_sentence_holds_kinds_of_things(text: str, kinds: set[Kind]):
    assert {kind for kind in Kind if holds(text, kind)} == kinds
