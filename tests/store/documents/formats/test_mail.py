"""A mail saved as text: its head says who and when, its transport is no passage."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from store.documents import parse
from store.documents.formats.mail import part_head

HEAD = """Return-Path: <desk@example.org>
Received: from relay.example.org (relay.example.org [192.0.2.7])
\tby inbox.example.org; Mon, 9 Mar 2026 09:12:44 +0900
From: "Ida Lamp" <ida@example.org>
Subject: What the keepers agreed
Date: Mon, 9 Mar 2026 00:12:40 +0900
Message-ID: <1@example.org>
MIME-Version: 1.0
"""
SAID = "The keepers agreed on Monday to light both lamps before the storm comes, and to write down who did."


def passages(text: str) -> list[str]:
    return [passage.text for passage in parse("mail.txt", text.encode()).passages]


def test_a_mail_says_who_wrote_it_when_and_on_what() -> None:
    source = parse("mail.txt", f"{HEAD}\n{SAID}\n".encode()).source

    assert (source.title, source.author, str(source.published)) == ("What the keepers agreed", "Ida Lamp", "2026-03-09")


def test_what_carried_a_mail_is_no_passage() -> None:
    assert passages(f"{HEAD}\n{SAID}\n\n-- \nIda Lamp | Harbour Office | +82 2 555 0100\n") == [SAID]


def test_words_that_the_transport_coded_are_decoded() -> None:
    quoted = SAID.replace("before", "=C3=A9 bef=\nore")
    head = f"{HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"

    assert passages(f"{head}\n{quoted}\n") == [SAID.replace("before", "é before")]


def test_a_korean_mail_is_read() -> None:
    said = "항만 당국은 올해 상반기 등대 점검을 계획대로 실시하기로 했다고 밝혔다."
    coded = base64.b64encode(said.encode("euc-kr")).decode()
    subject = base64.b64encode("등대 점검 계획".encode()).decode()
    head = HEAD.replace("What the keepers agreed", f"=?utf-8?B?{subject}?=")
    document = parse(
        "mail.txt",
        f"{head}Content-Type: text/plain; charset=euc-kr\nContent-Transfer-Encoding: base64\n\n{coded}\n".encode(),
    )

    assert document.source.title == "등대 점검 계획"
    assert [passage.text for passage in document.passages] == [said]


def test_of_a_mail_in_two_forms_the_text_is_read() -> None:
    parts = f"--x\nContent-Type: text/html\n\n<p>{SAID}</p>\n--x\nContent-Type: text/plain\n\n{SAID}\n--x--\n"

    assert passages(f"{HEAD}Content-Type: multipart/alternative; boundary=x\n\n{parts}") == [SAID]


def test_a_head_that_somebody_typed_is_text() -> None:
    typed = f"To: all keepers\nFrom: Ida Lamp\nSubject: Lamps\n\n{SAID}\n"

    assert part_head(typed)[1] == typed


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.text(alphabet="=?utf-8BQ \n\t:;x", max_size=60))
def test_whatever_a_head_says_something_comes_back(value: str, coded: str) -> None:
    head = f"Message-ID: 1\nContent-Type: text/plain; charset={value}\nContent-Transfer-Encoding: base64\n"

    assert part_head(f"{head}Subject: {coded}\nFrom: {value}\nDate: {coded}{value}\n\n{SAID}\n")[1]
