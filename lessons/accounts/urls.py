"""The URLs of accounts and of learners' data."""

from django.urls import path

from lessons.accounts import forgotten, signing_in, views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("data.json", views.my_data, name="my_data"),
    path("delete/", views.delete_data, name="delete_data"),
    path("sign-in/", signing_in.sign_in, name="login"),
    path("sign-up/", signing_in.sign_up, name="sign_up"),
    path("sign-out/", signing_in.sign_out, name="logout"),
    path("password/", signing_in.change_password, name="password_change"),
    path("forgotten/", forgotten.ForgottenView.as_view(), name="password_reset"),
    path("forgotten/sent/", forgotten.sent, name="password_reset_done"),
    path("forgotten/<uidb64>/<token>/", forgotten.NewPasswordView.as_view(), name="password_reset_confirm"),
]
