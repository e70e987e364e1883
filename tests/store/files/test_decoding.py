"""Bytes to text: by their mark, as UTF-8, as a page declares, or as is sure; else how to save them."""

# ruff: noqa: RUF001  # pages are typeset

from __future__ import annotations

import pytest

from store.files.decoding import Unreadable, decode, decode_document

KOREAN = "항만 당국은 올해 상반기 등대 점검을 계획대로 실시한다고 밝혔다. 점검에는 등대지기 열두 명이 참가한다."
ENGLISH = "The keepers’ café — “dear”, they say — costs £3 a cup. Nobody else sells coffee on the pier this winter."
JAPANESE = (
    "市議会は月曜日の会議で、港を利用する船舶が支払う使用料を六月から引き上げることを決めた。漁民は反対している。"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_file_with_a_mark_is_read_by_it(encoding: str) -> None:
    assert decode_document(KOREAN.encode(encoding)) == KOREAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((KOREAN, encoding) for encoding in ("euc-kr", "cp949", "utf-16-le", "iso2022_kr")),
        *((ENGLISH, encoding) for encoding in ("cp1252", "utf-16-le", "utf-16-be")),
        *((JAPANESE, encoding) for encoding in ("cp932", "iso2022_jp")),
    ],
)
def test_a_file_without_one_is_read_when_it_is_sure(text: str, encoding: str) -> None:
    assert decode_document(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("declared", "encoding"), [("euc-kr", "cp949"), ("ks_c_5601-1987", "cp949"), ("iso-8859-1", "cp1252")]
)
def test_a_page_is_read_as_it_declares(declared: str, encoding: str) -> None:
    text = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>'
    text += "<p>똠 café</p>" if encoding == "cp949" else "<p>“café”</p>"
    text = text.replace("é", "e") if encoding == "cp949" else text

    assert decode_document(text.encode(encoding), declared=True) == text


def test_a_page_that_declares_what_makes_no_sense_is_read_as_is_sure() -> None:
    text = f'<html><head><meta charset="iso-8859-1"></head><body><p>{KOREAN}</p></body></html>'

    assert decode_document(text.encode("cp949"), declared=True) == text


def test_what_is_not_sure_is_refused_with_the_byte_and_how_to_save_it() -> None:
    with pytest.raises(Unreadable, match=r"not UTF-8 \(byte 0x81 at offset 5\); save it as UTF-8") as caught:
        decode_document(b"Rope \x81\x8d\xff\x9d\x90.")

    assert caught.value.problem("a.txt").code == "encoding"


def test_what_we_write_ourselves_is_utf_8() -> None:
    with pytest.raises(Unreadable, match="save it as UTF-8"):
        decode(ENGLISH.encode("cp1252"))


def test_an_encoding_is_read_where_xml_declares_it() -> None:
    text = f'<?xml version="1.0" encoding="EUC-KR"?><html><p>{KOREAN}</p></html>'

    assert decode_document(text.encode("cp949"), declared=True) == text


def test_a_page_in_utf_8_into_which_something_else_was_pasted_is_read() -> None:
    text = f'<html><head><meta charset="utf-8"></head><p>{KOREAN}</p><p>Café</p></html>'
    pasted = text.encode().replace("é".encode(), b"\xe9")

    assert decode_document(pasted, declared=True) == text
    with pytest.raises(Unreadable):
        decode_document(pasted.replace(KOREAN.encode(), b"\x81\x8d\xff"), declared=True)
