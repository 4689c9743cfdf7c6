"""Another database in place of that of the tests."""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.utils import load_backend
from environ import Env


@contextmanager
def connected_to(url):
    """While open, the connection is one to this database: `sqlite:///path`, or the URL of another engine."""
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
