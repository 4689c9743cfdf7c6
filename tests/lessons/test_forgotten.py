"""A forgotten password."""

import re

import pytest
from django.contrib.auth.models import User
from environ import Env

from tutorial.mail import mailers

PAGE = "/account/forgotten/"
NEW = "a long new passphrase 7"


@pytest.fixture
def ada(db, settings):
    settings.HAS_MAIL = True
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    return User.objects.create_user("ada", "ada@example.org", "the old passphrase 7")


def test_without_mail_the_page_says_whom_to_ask(client, db):
    html = client.get(PAGE).content.decode()
    assert "Ask your instructor" in html
    assert 'type="email"' not in html


def test_the_link_of_the_mail_sets_a_password_once(client, ada, mailoutbox):
    answer = client.post(PAGE, {"email": "ada@example.org"}, follow=True)
    assert "a mail with a link is on its way" in answer.content.decode()
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1]
    form = client.get(link, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Sign in with it." in answer.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert "This link was used already" in client.get(link, follow=True).content.decode()


def test_the_address_of_a_mail_server_becomes_a_mailer():
    def mailer(url):
        return mailers(Env.email_url_config(url))["default"]

    smtp = mailer("smtp+tls://ada:secret@mail.example.org:587")["OPTIONS"]
    assert smtp["host"] == "mail.example.org"
    assert smtp["use_tls"]
    assert mailer("consolemail://") == {
        "BACKEND": "django.core.mail.backends.console.EmailBackend",
        "OPTIONS": {},
    }


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, ada, mailoutbox):
    answer = client.post(PAGE, {"email": "nobody@example.org"}, follow=True)
    assert "a mail with a link is on its way" in answer.content.decode()
    assert mailoutbox == []


def test_a_network_asks_for_so_many_links_an_hour(client, ada, monkeypatch):
    monkeypatch.setattr("lessons.accounts.forgotten.MAX_MAILS", 1)
    statuses = [client.post(PAGE, {"email": "nobody@example.org"}).status_code for _ in range(2)]
    assert statuses == [302, 429]
