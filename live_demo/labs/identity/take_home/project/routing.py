"""Maps the paths of sockets to consumers."""

from django.urls import path

from project.consumer import application

routes = [path("ws/", application)]  # the consumer with the middleware that consumer.py wraps around it
