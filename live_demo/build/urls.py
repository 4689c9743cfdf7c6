"""Addresses of Build."""

from django.urls import path

from live_demo.build import views

urlpatterns = [
    path("<slug:track>/<slug:lesson>/build/run/", views.run, name="run_own_code"),
    path("<slug:track>/<slug:lesson>/build/second/", views.second, name="run_own_code_beside"),
    path("<slug:track>/<slug:lesson>/build/save/", views.save, name="save_own_code"),
    path("<slug:track>/<slug:lesson>/build/versions/", views.versions, name="own_versions"),
    path("<slug:track>/<slug:lesson>/build/reset/", views.reset, name="reset_own_code"),
]
