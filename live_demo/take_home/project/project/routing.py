"""Which path of a socket leads to which consumer."""

from django.urls import path

from project.consumer import TheConsumer

routes = [path("ws/", TheConsumer.as_asgi())]
