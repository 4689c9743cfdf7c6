"""Addresses of challenges."""

from django.urls import path

from live_demo.challenges import consent, views

_PAGE = "<slug:track>/<slug:lesson>/challenges/<slug:name>/"

urlpatterns = [
    path("code-consent/", consent.allow, name="code_consent"),
    path("attempts/<int:attempt_id>/", views.verdict, name="challenge_verdict"),
    path("attempts/<int:attempt_id>/<slug:test>/<int:number>/", views.judged_run, name="judged_run"),
    path(_PAGE, views.page, name="challenge"),
    path(f"{_PAGE}check/", views.check, name="check_challenge"),
    path(f"{_PAGE}hint/", views.hint, name="challenge_hint"),
]
