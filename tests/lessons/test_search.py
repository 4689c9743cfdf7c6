"""What visitors type into the search, and where it leads them: all lessons, first result."""

import re

from lessons.reference.entries import TRACK, goals

GROUPS, FIRST, BREAKS = (
    f"/learn/{TRACK}/{slug}/" for slug in ("groups", "websocket-support", "when-it-breaks")
)
LEADS_TO = {
    "notification": f"{GROUPS}#key-6",
    "Notifications": f"{GROUPS}#key-6",
    "typing": f"{GROUPS}#key-2",
    "broadcast": f"{GROUPS}#flow-5",
    "presence": f"{GROUPS}build/",
    "online users": f"{GROUPS}build/",
    "names sorted": f"{GROUPS}build/#challenges-title",
    "chat room": f"{GROUPS}#flow-2",
    "progress bar": f"{GROUPS}#key-6",
    "scaling": f"{GROUPS}#key-4",
    "reconnect": f"{BREAKS}#flow-2",
    "message lost": "/symptoms/#messages-are-missing",
    "1006": "/symptoms/#close-code-1006",
    "404": "/symptoms/#http-404",
    "timeout": "/symptoms/#stops-after-a-minute",
    "jwt": "/symptoms/#user-is-anonymous",
    "heartbeat": "/glossary/#heartbeat",
    "channel layer": "/glossary/#channel-layer",
    "nginx": f"{FIRST}take-home/#file-",
    "deploy": f"{FIRST}take-home/#from-here",
    "install": f"{FIRST}take-home/#run-it",
    "javascript": f"{FIRST}#sample",
    "celery": f"{GROUPS}#key-6",
    "websocket": "/glossary/#websocket",
    "login": f"/learn/{TRACK}/who-is-it/#flow-3",
}


def first_found(client, question):
    html = client.get("/search/", {"q": question}).text
    found = re.search(r'<li><a href="([^"]+)"', html[html.index(f"for “{question}”") :])
    return found and found[1]


def test_what_people_type_leads_to_where_it_is_explained(client, every_lesson):
    found = {question: first_found(client, question) for question in LEADS_TO}
    assert {q: at for q, at in found.items() if not at.startswith(LEADS_TO[q])} == {}


def test_every_goal_leads_to_a_page_that_exists_and_to_a_place_on_it(client, every_lesson):
    for goal in goals():
        page, _, anchor = f"/learn/{TRACK}/{goal.lesson}/{goal.place}".partition("#")
        response = client.get(page)
        assert response.status_code == 200, goal.title
        assert not anchor or f'id="{anchor}"' in response.text, goal.title


def test_a_file_to_take_home_is_found_by_its_name_and_shown(client, every_lesson):
    """`heartbeat.py` comes before `consumer.py` where reasons are given, and after it on the page."""
    html = client.get("/search/", {"q": "closes a connection that sends too many messages"}).text
    address, title = re.search(r'<li><a href="([^"]+)">(.*?)</a>', html).groups()
    assert title == "Take it home: project/limits.py"
    page = client.get(address.partition("#")[0]).text
    assert f'id="{address.partition("#")[2]}-name">project/limits.py<' in page
