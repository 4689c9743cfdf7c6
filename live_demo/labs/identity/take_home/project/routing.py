"""Which path of a socket leads to which consumer."""

from django.urls import path

from project.consumer import application

routes = [path("ws/", application)]  # the consumer, in what consumer.py has put around it
