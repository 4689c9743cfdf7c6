"""Addresses of what can be taken home, below a lesson's own."""

from django.urls import path

from live_demo.take_home import views

urlpatterns = [
    path("<slug:track>/<slug:lesson>/take-home/", views.take_home, name="take_home"),
    path("<slug:track>/<slug:lesson>/take-home.zip", views.download, name="take_home_zip"),
]
