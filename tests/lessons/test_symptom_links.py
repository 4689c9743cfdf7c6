"""Every link of the symptoms page is followed, and what stands there has the symptom: all lessons."""

import re
from urllib.parse import urlsplit

from lessons.reference.entries import symptoms

RECORDED = {
    "chat/error_in_receive": "Uvicorn drops the connection, and the browser sees 1006",
    "catchup/catch_up": r"connection lost \(1006\)",
    "chat/accept_forgotten": "Uvicorn waits for ever",
    "door/slow_connect": "connection dropped, no answer",
    "chat/subprotocol": r"101 Switching Protocols.*<samp>error, close</samp>",
    "identity/token_missing": "close 4401",
    "groups/add_forgotten": r"arrived in the browser</th><td><samp>0</samp>",
    "groups/membership_expires": r"arrived in the browser</th><td><samp>1</samp>",
    "waiting/slow_first": r"<samp>report for June</samp>.*longer than a second\?</th><td><samp>yes</samp>",
    "groups/full_channel": r"arrived in the browser</th><td><samp>101</samp>",
    "catchup/cut_in_stream": r"consumer sent</th><td><samp>3</samp>.*browser</th><td><samp>1</samp>",
    "chat/vanish": r"connection lost \(1006\)",
    "waiting/blocking_call": "stands still",
    "waiting/slow_query": "stands still",
    "identity/token_in_message": "ada: hello",
    "catchup/error_in_stream": r"called \(yours, or the inherited one\)\?</th><td><samp>no</samp>",
    "catchup/goes_on": r"called \(yours, or the inherited one\)\?</th><td><samp>no</samp>",
}
"""What the recorded run of a what-if shows, as a regular expression."""
OF_A_SYMPTOM = {"http-403": "403 Forbidden", "http-500": "HTTP 500", "close-code-1011": "close 1011"}
"""The same for all what-ifs of one symptom."""


def test_every_link_leads_to_a_place_that_exists_and_to_a_run_with_the_symptom(client, every_lesson):
    html = client.get("/symptoms/").text
    parts = re.findall(r'<section id="([\w-]+)"(.*?)</section>', html, re.DOTALL)
    assert [slug for slug, _ in parts] == [symptom.slug for symptom in symptoms()]
    followed = set()
    for slug, html in parts:
        links = [urlsplit(link) for link in re.findall(r'<a href="([^"#][^"]*)"', html)]
        for link in links:
            page = client.get(f"{link.path}?{link.query}&recorded").text
            assert not link.fragment or f'id="{link.fragment}"' in page, link
            if link.query:
                name = link.query.removeprefix("what_if=")
                lab_and_name = next(each for each in _what_ifs_of(slug) if each.endswith(f"/{name}"))
                shown = page[page.index('id="recorded"') :]
                wanted = OF_A_SYMPTOM.get(slug) or RECORDED[lab_and_name]
                assert re.search(wanted, shown, re.DOTALL), (slug, link)
                followed.add((slug, lab_and_name))
    assert followed == {(each.slug, name) for each in symptoms() for name in _what_ifs_of(each.slug)}


def _what_ifs_of(slug):
    (symptom,) = [each for each in symptoms() if each.slug == slug]
    return [cause.what_if for cause in symptom.causes if cause.what_if]
