"""The address of Why?"""

from django.urls import path

from live_demo.explain import views

urlpatterns = [
    path("runs/<uuid:run_id>/why/", views.why, name="explain_run"),
    path(
        "attempts/<int:attempt_id>/<slug:test>/<int:number>/why/", views.why_judged, name="explain_judged_run"
    ),
]
