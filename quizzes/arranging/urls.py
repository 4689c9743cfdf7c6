"""URLs of the list of questions, in the admin."""

from django.contrib import admin
from django.urls import path

from quizzes.arranging import views

urlpatterns = [path("<int:pk>/", admin.site.admin_view(views.arranging), name="arranging")]
