"""Addresses of the fault lab."""

from django.urls import path

from live_demo.faults import views

ways = [path("<slug:track>/<slug:lesson>/live/", views.live)]
"""In front of the lesson's own way `live`, of which it takes the address."""

urlpatterns = [
    path("foreign/", views.foreign, name="foreign"),
    path("runs/<uuid:run_id>/seen/", views.seen, name="what_if_seen"),
    path("<slug:track>/<slug:lesson>/what-if/<slug:name>/", views.start, name="start_what_if"),
]
