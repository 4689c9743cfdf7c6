"""URLs of regrading, in the admin."""

from django.contrib import admin
from django.urls import path

from quizzes.regrading import views

urlpatterns = [path("<int:pk>/", admin.site.admin_view(views.regrading), name="regrading")]
