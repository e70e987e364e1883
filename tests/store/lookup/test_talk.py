"""What people say around a question, and what they ask an assistant to do."""

import pytest

from store.lookup import talk


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("how many troops are there rn", "how many troops are there"),
        ("hey, can u please tell me how many troops are there? thx!", "how many troops are there?"),
        ("Sorry, quick question: who pays", "who pays"),
        ("does anyone know who pays these days (roughly)", "who pays"),
        ("I brief the minister at three. How many troops are there? Thanks!", "How many troops are there?"),
        ("for my boss: who pays, asap please", "who pays"),
        ("혹시 현재 병력이 몇 명인지 알려주세요", "병력이 몇 명인지"),
        ("tell us when it ends", "when it ends"),
        # What may be the matter itself stays.
        ("tell us troops", "tell us troops"),
        ("right to withdraw", "right to withdraw"),
        ("did Trump ask for a meeting", "did Trump ask for a meeting"),
        ("today's exercises", "today's exercises"),
        ("The strategy names Korea. What does it say on that?", "The strategy names Korea. What does it say on that?"),
        # Nothing else is there.
        ("can you tell me", "can you tell me"),
        ("thanks", "thanks"),
        ("", ""),
    ],
)
def test_what_people_say_around_any_question_is_no_part_of_it(text: str, question: str):
    assert talk.bare(text) == question


@pytest.mark.parametrize(
    "said",
    [
        *("remind me to call the ministry", "Hey team, could you book us a meeting room?", "tell Minjun I'm late"),
        *("please translate the treaty", "can you summarize this pdf", "write my boss an email on cost sharing"),
        *("schedule a meeting with the USFK team", "book me a room", "schedule a meeting with Kim tomorrow"),
        *("send this to Daniel", "cancel my 4pm", "remind us about the NDS briefing at 4", "택시 불러줘"),
        *("국방부에 전화해줘", "이 문서 영어로 번역해 주세요", "김 대사한테 자료 보내줘"),
    ],
)
def test_what_an_assistant_is_asked_to_do_is_nothing_to_look_up(said: str) -> None:
    assert talk.asks_a_deed(said)


@pytest.mark.parametrize(
    "said",
    [
        *("remind me how many troops there are", "send me the OPCON brief", "text of the Mutual Defense Treaty"),
        *("order of command in a war", "cancel the exercises?", "can you explain the treaty?", "summarize the NDS"),
        *("what does this paragraph mean", "전작권 설명해줘", "방위비 요약 보내줘", "forward deployed troops"),
        *("plan for a Trump Kim meeting", "make notes on the summit", "set of notes on NDS", "book on the alliance"),
        *("cancel of the summit meeting", "plan the US made for the Seoul meeting", "order to withdraw troops"),
        *("order of battle of the USFK", "call for OPCON transfer", "phone call between Trump and Lee"),
        *("move that angered Seoul", "cut this year in US troops", "call us troops home", "remind me about OPCON"),
        *("주한미군 정보 보내줘", "한미동맹 문서 불러줘"),
    ],
)
def test_what_is_to_be_looked_up_is_no_deed(said: str) -> None:
    assert not talk.asks_a_deed(said)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        *(("hi", "hello"), ("Good morning team", "hello"), ("안녕하세요", "hello"), ("thanks a lot", "thanks")),
        *(("고마워", "thanks"), ("hello, what is OPCON?", ""), ("thanks to Russia", "")),
    ],
)
def test_a_greeting_and_thanks_are_told_from_a_question(said: str, kind: str) -> None:
    assert talk.greeting(said) == kind


@pytest.mark.parametrize(
    "said",
    [
        *("notes on the SMA", "make me a set of notes on the SMA", "I need the SMA for a call at 3pm"),
        *("write me a short brief on the SMA", "the SMA in bullet points", "the SMA 관련 자료 보내줘"),
    ],
)
def test_what_is_asked_for_with_a_topic_is_the_topic(said: str) -> None:
    assert talk.bare(said) in {"the SMA", "SMA"}
