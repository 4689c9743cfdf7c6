"""URLs of import and export, in the admin."""

from django.contrib import admin
from django.urls import path

from quizzes.formats import views

_staff = admin.site.admin_view

urlpatterns = [
    path("<int:pk>/", _staff(views.exchange), name="formats"),
    path("<int:pk>/import/", _staff(views.preview), name="formats_preview"),
    path("<int:pk>/<slug:name>/", _staff(views.export), name="formats_export"),
]
