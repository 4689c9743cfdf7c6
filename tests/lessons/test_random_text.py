"""Random text for CSRF tokens."""

import re

from django.middleware.csrf import get_token
from django.test import RequestFactory

from lessons import random_text as module
from lessons.random_text import random_text


def test_every_character_is_as_likely_as_every_other(monkeypatch):
    monkeypatch.setattr(module, "token_bytes", lambda length: bytes(range(256)))
    text = random_text(255, "abc")
    assert {each: text.count(each) for each in "abc"} == {"a": 85, "b": 85, "c": 85}


def test_a_text_is_as_long_as_asked_for_even_where_bytes_are_left_out(monkeypatch):
    monkeypatch.setattr(module, "token_bytes", lambda length: b"\xff" * (length - 1) + b"\0")
    assert random_text(5, "abc") == "aaaaa"


def test_csrf_tokens_are_made_of_it_and_differ():
    tokens = {get_token(RequestFactory().get("/")) for _ in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch(r"[a-zA-Z0-9]{64}", each) for each in tokens)
