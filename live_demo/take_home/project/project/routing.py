"""Maps the paths of sockets to consumers."""

from django.urls import path

from project.consumer import TheConsumer

routes = [path("ws/", TheConsumer.as_asgi())]
