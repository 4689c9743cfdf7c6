"""Where every request begins: pages go to Django, sockets to the consumer. Daphne runs `application`."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
pages = get_asgi_application()  # loads Django: what needs it is imported below

from project.heartbeat import Heartbeat
from project.limits import Limits
from project.refusals import LogRefusals
from project.routing import routes

# consumer.py checks the Origin and looks up the user. If you have several consumers, do both here:
# AllowedHostsOriginValidator(Limits(Heartbeat(AuthMiddlewareStack(URLRouter(routes))))).
sockets = Limits(Heartbeat(URLRouter(routes)))

application = ProtocolTypeRouter({"http": pages, "websocket": LogRefusals(sockets)})
