"""Connects to another database in place of that of the tests."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.utils import load_backend
from environ import Env


@contextmanager
def connected_to(url):
    """Connect to this database while entered: `sqlite:///path`, or the URL of another engine."""
    usual, config = connections["default"], Env.db_url_config(url)
    if config["ENGINE"] != usual.settings_dict["ENGINE"]:
        config["OPTIONS"] = {}
    settings = {**usual.settings_dict, **config}
    connections["default"] = another = load_backend(settings["ENGINE"]).DatabaseWrapper(settings)
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        ContentType.objects.clear_cache()
        connections["default"] = usual
        another.close()


def in_own_thread(act, *arguments):
    """Call a function where no event loop runs. Django refuses to work beside that of Playwright."""
    with ThreadPoolExecutor(1) as thread:  # its connections are its own, too
        return thread.submit(act, *arguments).result()


@pytest.fixture(scope="session")
def at_database(django_db_blocker):
    """Call a function on the database of a running server, as a command of its operator would."""

    def call(server, act, *arguments):
        def connected():
            with django_db_blocker.unblock(), connected_to(server.database):
                return act(*arguments)

        return in_own_thread(connected)

    return call
