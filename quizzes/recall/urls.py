"""URLs of the review of all lessons."""

from django.urls import path

from quizzes.recall import views

urlpatterns = [
    path("", views.review, name="review"),
    path("rate/", views.review_rate, name="review_rate"),
]
