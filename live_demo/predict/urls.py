"""Addresses of the way `predict`, below a lesson's own."""

from django.urls import path

from live_demo.predict import views

urlpatterns = [
    path("<slug:track>/<slug:lesson>/predict/", views.predict, name="predict"),
    path("<slug:track>/<slug:lesson>/predict/runs/", views.start, name="start_predicted_run"),
    path("<slug:track>/<slug:lesson>/predict/recorded/", views.grade_recorded, name="grade_recorded"),
]
