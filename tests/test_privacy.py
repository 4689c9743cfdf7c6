"""What the site says of the time for which it keeps things."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from reversion.models import Revision, Version

from lessons.models import Learner
from live_demo.models import Room, WhatIfAnswer
from quizzes.models import Rating, Response, StoredResponse
from tests.support.servers import ROOT

pytestmark = pytest.mark.django_db


def test_the_page_says_for_how_long_each_thing_is_kept_here(client, settings):
    settings.RETENTION = {
        name: timedelta(days=1000 + number) for number, name in enumerate(settings.RETENTION)
    }
    html = client.get("/privacy/").content.decode()
    for number in range(len(settings.RETENTION)):
        assert f"{1000 + number} days" in html
    assert 'href="/account/delete/"' in html
    for page in ("/account/", "/"):
        assert 'href="/privacy/"' in client.get(page).content.decode()


def test_the_document_names_every_row_that_points_to_a_person_and_every_setting():
    text = (ROOT / "docs" / "privacy.md").read_text()
    personal = {
        Learner,
        User,
        Session,
        AccessAttempt,
        AccessFailureLog,
        AccessLog,
        StoredResponse,
        Room,
        Rating,
    }
    personal |= {WhatIfAnswer, Response, Revision, Version}
    for person in (Learner, User):
        personal |= {each.related_model for each in person._meta.related_objects}
    for model in personal:
        assert f"`{model.__name__}`" in text, model
    source = (ROOT / "tutorial" / "settings.py").read_text()
    for name in re.findall(r'days\("(\w+)"', source):
        assert f"`{name}`" in text
