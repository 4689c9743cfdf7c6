"""URLs of the quiz, below the URL of a lesson."""

from django.urls import path

from quizzes import views
from quizzes.recall import views as recall
from quizzes.reports.views import report_question

urlpatterns = [
    path("<slug:track>/<slug:lesson>/quiz/again/", views.again, name="quiz_again"),
    path("<slug:track>/<slug:lesson>/quiz/<slug:key>/", views.answer_question, name="answer"),
    path("<slug:track>/<slug:lesson>/quiz/<slug:key>/hint/", views.hint, name="hint"),
    path("<slug:track>/<slug:lesson>/quiz/<slug:key>/report/", report_question, name="report_question"),
    path("<slug:track>/<slug:lesson>/recall/deck/", recall.recall_deck, name="recall_deck"),
    path("<slug:track>/<slug:lesson>/recall/rate/", recall.recall_rate, name="recall_rate"),
]
