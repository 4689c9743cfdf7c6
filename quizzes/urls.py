"""Addresses of the quiz, below a lesson's own."""

from django.urls import path

from quizzes import views

urlpatterns = [
    path("<slug:track>/<slug:lesson>/quiz/again/", views.again, name="quiz_again"),
    path("<slug:track>/<slug:lesson>/quiz/<slug:key>/", views.answer_question, name="answer"),
    path("<slug:track>/<slug:lesson>/quiz/<slug:key>/hint/", views.hint, name="hint"),
]
