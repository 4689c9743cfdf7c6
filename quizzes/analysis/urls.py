"""URLs of the item analysis, in the admin."""

from django.contrib import admin
from django.urls import path

from quizzes.analysis import views

_staff = admin.site.admin_view

urlpatterns = [
    path("", _staff(views.quizzes), name="analysis"),
    path("summarize/", _staff(views.summarize_now), name="analysis_summarize_all"),
    path("<int:pk>/", _staff(views.quiz), name="analysis_quiz"),
    path("<int:pk>/summarize/", _staff(views.summarize_now), name="analysis_summarize"),
    path("<int:pk>/answers.csv", _staff(views.answers), name="analysis_answers"),
    path("<int:pk>/analysis.csv", _staff(views.table), name="analysis_table"),
]
