"""The guard before bolt."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.web.endpoint import MEMORY_SECONDS, Guard, Passed, Rejection

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_800_000_000
BODY = b"command=%2Falliance&text=opcon"


def signature(body: bytes = BODY, timestamp: int = NOW, secret: str = SECRET) -> bytes:
    base = b"v0:%d:%b" % (timestamp, body)
    return b"v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest().encode()


def verdict(
    guard: Guard, timestamp: bytes | None, signed: bytes | None, *, body: bytes = BODY, now: float = NOW
) -> Rejection | None:
    """What the guard says to the headers, then to the body, as the endpoint asks it."""
    refusal = guard.outside(timestamp, signed, now)
    return refusal or guard.inside(timestamp or b"", signed or b"", body, now)


def test_what_slack_signed_passes():
    assert verdict(Guard(SECRET), b"%d" % NOW, signature()) is None


def test_what_slacks_own_library_signs_passes():
    signed = SignatureVerifier(SECRET).generate_signature(timestamp=str(NOW), body=BODY)

    assert verdict(Guard(SECRET), b"%d" % NOW, (signed or "").encode()) is None


def test_one_changed_byte_of_the_body_is_refused():
    assert verdict(Guard(SECRET), b"%d" % NOW, signature(), body=BODY + b"!") is Rejection.WRONG


def test_another_secret_is_refused():
    assert verdict(Guard(SECRET), b"%d" % NOW, signature(secret="another")) is Rejection.WRONG


@pytest.mark.parametrize(("timestamp", "signed"), [(None, signature()), (b"%d" % NOW, None), (b"", b"")])
def test_a_missing_header_is_refused(timestamp, signed):
    assert verdict(Guard(SECRET), timestamp, signed) is Rejection.MISSING


@pytest.mark.parametrize(
    "timestamp", [b"soon", b"1.8e9", b"-1800000000", b"+1800000000", b" 1800000000", "١٨".encode(), b"9" * 5000]
)
def test_a_timestamp_that_is_no_number_is_refused(timestamp):
    assert verdict(Guard(SECRET), timestamp, signature()) is Rejection.GARBLED


@pytest.mark.parametrize(
    "signed",
    [
        "v0=größer".encode(),
        b"v0=" + b"\xff" * 64,
        signature().upper(),
        signature()[3:],
        signature() + b"0",
        signature().replace(b"v0", b"v1"),
    ],
)
def test_a_signature_of_another_shape_is_refused(signed):
    assert verdict(Guard(SECRET), b"%d" % NOW, signed) is Rejection.GARBLED


@pytest.mark.parametrize(
    ("age_seconds", "expected"),
    [(299, None), (300, None), (301, Rejection.OLD), (86_400, Rejection.OLD), (-300, None), (-301, Rejection.FUTURE)],
)
def test_five_minutes_either_way_are_allowed(age_seconds, expected):
    sent_at = NOW - age_seconds

    assert verdict(Guard(SECRET), b"%d" % sent_at, signature(timestamp=sent_at)) is expected


def test_a_replay_is_refused():
    guard = Guard(SECRET)
    verdict(guard, b"%d" % NOW, signature())

    assert verdict(guard, b"%d" % NOW, signature(), now=NOW + 200) is Rejection.REPLAY


def test_a_replay_is_refused_for_as_long_as_its_timestamp_would_pass():
    guard = Guard(SECRET)
    sent_at = NOW + 300
    verdict(guard, b"%d" % sent_at, signature(timestamp=sent_at))

    later = [verdict(guard, b"%d" % sent_at, signature(timestamp=sent_at), now=NOW + age) for age in range(0, 700, 7)]

    assert None not in later


def test_slacks_own_retry_passes_because_it_is_signed_anew():
    guard = Guard(SECRET)
    verdict(guard, b"%d" % NOW, signature())

    assert verdict(guard, b"%d" % (NOW + 60), signature(timestamp=NOW + 60), now=NOW + 60) is None


def test_a_wrong_signature_is_not_remembered():
    guard = Guard(SECRET)
    verdict(guard, b"%d" % NOW, signature(secret="another"))

    assert verdict(guard, b"%d" % NOW, signature()) is None


def test_memory_lasts_ten_minutes():
    passed = Passed()
    passed.first(b"12345678", NOW)

    again = [passed.first(b"12345678", NOW + age) for age in (1, MEMORY_SECONDS)]

    assert again == [False, False]


def test_memory_stays_bounded():
    passed = Passed(limit=1000)

    for number in range(100_000):
        passed.first(number.to_bytes(8), NOW + number / 100)

    assert len(passed) <= 1000


@given(st.binary(max_size=80), st.binary(max_size=80), st.binary(max_size=200))
def test_no_header_and_no_body_makes_the_guard_fail(timestamp, signed, body):
    assert verdict(Guard(SECRET), timestamp, signed, body=body) is not None
