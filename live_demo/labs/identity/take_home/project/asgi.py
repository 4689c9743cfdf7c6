"""The way in: pages go to Django, sockets to the consumer. Daphne runs `application`."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
pages = get_asgi_application()  # loads Django: what needs it is imported below

from project.routing import routes

application = ProtocolTypeRouter(
    {
        "http": pages,
        # The check of the Origin and the users are in consumer.py, around the consumer.
        # With several consumers they stand here: Validator(AuthMiddlewareStack(URLRouter(...))).
        "websocket": URLRouter(routes),
    }
)
