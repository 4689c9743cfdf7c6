from unittest.mock import patch

import pytest

pytestmark = pytest.mark.django_db


def test_healthz_answers_while_the_process_lives(client):
    assert client.get("/healthz").content == b"ok\n"


def test_readyz_names_each_engine(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok", "channel layer": "ok"}


def test_readyz_says_which_engine_failed(client):
    with patch("tutorial.health.cache.get", side_effect=ConnectionError):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["cache"] == "failed: ConnectionError"
    assert response.json()["database"] == "ok"
