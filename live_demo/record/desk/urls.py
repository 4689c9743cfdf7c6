"""URLs of the runs at the desk, in the admin."""

from django.contrib import admin
from django.urls import path

from live_demo.record.desk import views
from live_demo.record.desk.starting import start_from_lab

urlpatterns = [
    path("start/", admin.site.admin_view(start_from_lab), name="start_from_lab"),
    path("<int:pk>/", admin.site.admin_view(views.desk_runs), name="desk_runs"),
]
