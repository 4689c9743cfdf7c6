"""Maps the paths of sockets to consumers."""

from channels.auth import AuthMiddlewareStack
from django.urls import path

from project.badge_consumer import BadgeConsumer
from project.consumer import RoomConsumer

routes = [
    path("ws/", RoomConsumer.as_asgi()),  # the room is the lobby
    path("ws/badge/", AuthMiddlewareStack(BadgeConsumer.as_asgi())),  # first: the next route would match it
    path("ws/<slug:room>/", RoomConsumer.as_asgi()),
]
