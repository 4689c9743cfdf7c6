"""Addresses of challenges at the instructor's desk."""

from django.contrib import admin
from django.urls import path

from live_demo.challenges import desk_views

_desk = admin.site.admin_view
_ONE = "<int:pk>/<slug:name>/"
_ATTEMPT = f"{_ONE}attempts/<int:attempt_id>/"

urlpatterns = [
    path("", _desk(desk_views.overview), name="challenge_statistics"),
    path(_ONE, _desk(desk_views.challenge), name="challenge_at_desk"),
    path(_ATTEMPT, _desk(desk_views.attempt), name="attempt_at_desk"),
    path(f"{_ATTEMPT}<slug:test>/<int:number>/", _desk(desk_views.judged_run), name="judged_run_at_desk"),
]
