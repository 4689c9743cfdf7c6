"""URLs of the runs at the desk, in the admin."""

from django.contrib import admin
from django.urls import path

from live_demo.record.desk import views

urlpatterns = [path("<int:pk>/", admin.site.admin_view(views.desk_runs), name="desk_runs")]
