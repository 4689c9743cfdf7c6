"""Addresses of what-ifs and of Diagnose."""

from django.urls import path

from live_demo.what_ifs import diagnose_views, views

ways = [path("<slug:track>/<slug:lesson>/live/", views.live)]
"""Patterns that must come before those of `lessons`: they replace the view of the way `live`."""

urlpatterns = [
    path("foreign/", views.foreign, name="foreign"),
    path("runs/<uuid:run_id>/report/", views.report, name="what_if_report"),
    path("<slug:track>/<slug:lesson>/mystery/", diagnose_views.take, name="take_mystery"),
    path("<slug:track>/<slug:lesson>/mystery/runs/", diagnose_views.start, name="start_mystery"),
    path("<slug:track>/<slug:lesson>/mystery/cause/", diagnose_views.name_cause, name="name_cause"),
    path("<slug:track>/<slug:lesson>/mystery/ruled-out/", diagnose_views.mark, name="rule_out"),
    path("<slug:track>/<slug:lesson>/what-if/<slug:name>/", views.start, name="start_what_if"),
]
