"""Addresses of tracks and lessons."""

from django.urls import path

from lessons import views

urlpatterns = [
    path("", views.home, name="home"),
    path("learn/<slug:track>/<slug:lesson>/", views.lesson, name="lesson"),
]
