"""Addresses of challenges at the instructor's desk."""

from django.contrib import admin
from django.urls import path

from live_demo.challenges import desk_views

urlpatterns = [path("", admin.site.admin_view(desk_views.overview), name="challenge_statistics")]
