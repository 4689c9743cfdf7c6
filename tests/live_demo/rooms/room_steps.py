"""What a learner does with a room, on a running server."""

import re

LESSON = "odd/groups"


def make_room(learner, lesson=LESSON):
    """The code of a new room around the lab with a group."""
    token = learner.csrf_token()
    made = learner.post_patiently(f"/live/{lesson}/rooms/", data={"csrfmiddlewaretoken": token})
    assert made.status_code == 302
    return made.headers["Location"].split("/")[-2]


def post(learner, code, action, status):
    token = learner.csrf_token()
    posted = learner.post_patiently(f"/live/rooms/{code}/{action}/", data={"csrfmiddlewaretoken": token})
    assert posted.status_code == status


def join(learner, code):
    post(learner, code, "join", 302)


def start_run(learner, code):
    """The ticket and the id of a new run in the room."""
    headers = {"HX-Request": "true", "X-CSRFToken": learner.csrf_token()}
    html = learner.post_patiently(f"/live/rooms/{code}/sockets/", headers=headers).text
    return re.search(r'ws-connect="/ws/watch/([^"]+)/"', html)[1], re.search(r'data-run="([^"]+)"', html)[1]
