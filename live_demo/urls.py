"""Addresses of the live demo."""

from django.urls import include, path

from live_demo.runs import public, views
from live_demo.runs.client_file import client_file

urlpatterns = [
    path("", include("live_demo.rooms.urls")),
    path("clients/<slug:lab>.js", client_file, name="client_file"),
    path("runs/<uuid:run_id>/", views.run, name="run"),
    path("runs/<uuid:run_id>/keep/", views.keep, name="keep_run"),
    path("runs/<uuid:run_id>.json", views.export, name="run_export"),
    path("runs/<uuid:run_id>/share/", public.share, name="share_run"),
    path("shared/<slug:key>/", public.shared_run, name="public_run"),
    path("shared/<slug:key>/frame/", public.embedded_run, name="embedded_run"),
    path("oembed/", public.oembed, name="oembed"),
    path("<slug:track>/<slug:lesson>.json", views.export_recording, name="recording_export"),
    path("<slug:track>/<slug:lesson>/runs/", views.start, name="start_run"),
]
