"""Which path of a socket leads to which consumer."""

from django.urls import path

from project.consumer import RoomConsumer

routes = [
    path("ws/", RoomConsumer.as_asgi()),  # the room is the lobby
    path("ws/<slug:room>/", RoomConsumer.as_asgi()),
]
