from datetime import date

import pytest

from store.lookup import evaluate
from store.model import Brief, Citation, Finding, Holder, Nothing, Sure, Topic

TOPIC = Topic("opcon", "Control", "OPCON", None, "command", "A summary.", date(2026, 11, 23))


def finding(id_: str, sure: Sure) -> Finding:
    return Finding(id_, "A sentence.", None, Holder.FACT, (Citation("paper", 4),), sure)


def brief(*answers: Finding) -> Brief:
    return Brief("who commands", TOPIC, (), (), 1, answers=answers)


def test_a_line_has_kind_question_topics_and_answers():
    found = evaluate.read("# kinds\n\nclear\twho commands\topcon|cfc\topcon#2|paper#4\nnone\tpizza\t-\n")

    assert found == [
        evaluate.AskedLine("clear", "who commands", frozenset({"opcon", "cfc"}), frozenset({"opcon#2", "paper#4"})),
        evaluate.AskedLine("none", "pizza", frozenset(), frozenset()),
    ]


def test_a_row_without_topics_is_no_line():
    with pytest.raises(ValueError, match="not enough values"):
        evaluate.read("clear\twho commands")


@pytest.mark.parametrize("right", ["opcon#2", "paper#4"])
def test_an_answer_is_right_by_its_id_or_by_what_it_cites(right: str):
    lines = evaluate.read(f"clear\twho commands\topcon\t{right}")

    told = evaluate.figures(evaluate.outcomes(lines, lambda _: brief(finding("opcon#2", Sure.ANSWER))))

    assert told["clear"]["answer_first"] == 100
    assert told["clear"]["claimed_right"] == 100


def test_what_only_comes_near_is_not_claimed():
    lines = evaluate.read("silent\thow many stars has the general\topcon\t-")

    told = evaluate.figures(evaluate.outcomes(lines, lambda _: brief(finding("opcon#2", Sure.NEAR))))

    assert told["silent"] == {
        "lines": 1,
        "topic_first": 100,
        "topic_in_three": 100,
        "no_claim": 100,
        "no_brief": 0,
    }


def test_the_table_has_a_column_for_every_figure():
    lines = evaluate.read("none\tpizza\t-")

    rows = [*evaluate.table(evaluate.figures(evaluate.outcomes(lines, lambda _: Nothing("pizza", (), 1))))]

    assert rows[0].split()[:3] == ["kind", "lines", "topic"]
    assert rows[1].split() == ["none", "1", "100.0", "100.0"]
