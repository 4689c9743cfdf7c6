"""Which address leads to which page: the client with the badge, and signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from project import views

urlpatterns = [
    path("", views.index, name="index"),
    path("notify/", views.notify, name="notify"),
    path("read/", views.read_all, name="read_all"),
    path("sign-in/", LoginView.as_view(template_name="sign_in.html"), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
]
