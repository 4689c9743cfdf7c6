"""Maps the paths of sockets to consumers."""

from django.urls import path

from project.consumer import application

# consumer.py has routes of its own; they see what is left of the path behind ws/.
routes = [path("ws/", application)]
