"""Where every request begins: pages go to Django, sockets to the consumer. Daphne runs `application`."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
pages = get_asgi_application()  # loads Django: what needs it is imported below

from project.heartbeat import Heartbeat
from project.limits import Limits
from project.refusals import LogRefusals
from project.routing import routes

# Only pages of our own hosts may open a socket. A consumer that asks for scope["user"] also needs
# AuthMiddlewareStack(...) around the URLRouter, or around this consumer only.
sockets = AllowedHostsOriginValidator(Limits(Heartbeat(URLRouter(routes))))

application = ProtocolTypeRouter({"http": pages, "websocket": LogRefusals(sockets)})
