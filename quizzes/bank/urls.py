"""URLs of the question bank, in the admin."""

from django.contrib import admin
from django.urls import path

from quizzes.bank import views

urlpatterns = [
    path("", admin.site.admin_view(views.bank), name="bank_of_all"),
    path("<int:pk>/", admin.site.admin_view(views.bank), name="bank"),
]
