"""Own code answers a handshake from this site's address: it sets no cookie there, and begins no header."""

import pytest

from live_demo.sandbox.response_headers import without_site_headers

HEADERS = [
    [b"X-Mine", b"1"],
    [b"Set-Cookie", b"sessionid=another"],
    [b"Clear-Site-Data", b'"cookies"'],
    [b"x-a", b"1\r\nSet-Cookie: sessionid=another"],
    [b"x-a: 1\r\nSet-Cookie", b"sessionid=another"],
    ["x-a", "text"],
    [b"x-a"],
    7,
]


async def test_only_harmless_headers_leave():
    sent = []

    async def send(event):
        sent.append(event)

    for kind in ("websocket.accept", "websocket.http.response.start"):
        await without_site_headers(send)({"type": kind, "headers": HEADERS, "subprotocol": "chat"})
    assert [event["headers"] for event in sent] == 2 * [[[b"X-Mine", b"1"]]]


@pytest.mark.parametrize("subprotocol", ["a\r\nSet-Cookie: sessionid=another", "two words", "\0", 7])
async def test_a_subprotocol_that_is_no_word_is_refused(subprotocol):
    async def send(event):
        raise AssertionError(event)

    with pytest.raises(ValueError, match="is a word"):
        await without_site_headers(send)({"type": "websocket.accept", "subprotocol": subprotocol})
