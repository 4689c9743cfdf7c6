"""The forms of accounts, with our own labels and help texts."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
    UserCreationForm,
)
from django.contrib.auth.models import User

RULES = "At least 8 characters, not only digits, not a common password, not close to your user name."
MISMATCH = "The two passwords differ. Type the same one twice."


class AccountForm(forms.BaseForm):
    """A form without <form> tags, which the template has. The first field with an error gets the focus."""

    submit = ""
    words: dict[str, tuple[str, str]] = {}
    """{field name: (label, help text)}"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("", self.submit, **{"class": "primary"}))

    def full_clean(self) -> None:
        super().full_clean()
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True


class SignInForm(AccountForm, AuthenticationForm):
    submit = "Sign in"
    words = {"username": ("User name", ""), "password": ("Password", "")}
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "The user name or the password is wrong. Capital letters count in both.",
    }


class SignUpForm(AccountForm, UserCreationForm[User]):
    submit = "Make the account"
    words = {
        "username": (
            "User name",
            "Letters, digits and @ . + - _ only. It does not have to be your real name.",
        ),
        "password1": ("Password", RULES),
        "password2": ("Repeat the password", ""),
    }
    error_messages = {"password_mismatch": MISMATCH}

    class Meta(UserCreationForm.Meta):
        error_messages = {
            "username": {
                "unique": "This user name is taken. Choose another one.",
                "invalid": "Use letters, digits and @ . + - _ only, without spaces.",
            }
        }

    def validate_password_for_user(self, user: User, **names: str) -> None:
        """Show errors of the password at its first field, where it has to be changed."""
        super().validate_password_for_user(user, "password1")  # type: ignore[misc]  # missing in the stubs


class ChangePasswordForm(AccountForm, PasswordChangeForm):
    submit = "Change the password"
    words = {
        "old_password": ("Password until now", ""),
        "new_password1": ("New password", RULES),
        "new_password2": ("New password again", ""),
    }
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_mismatch": MISMATCH,
        "password_incorrect": "This is not your current password.",
    }


class ForgottenForm(AccountForm, PasswordResetForm):
    submit = "Send me a link"
    words = {"email": ("Mail address", "")}


class NewPasswordForm(AccountForm, SetPasswordForm[User]):
    submit = "Set the password"
    words = {"new_password1": ("New password", RULES), "new_password2": ("New password again", "")}
    error_messages = {**SetPasswordForm.error_messages, "password_mismatch": MISMATCH}


class DeleteForm(AccountForm, forms.Form):
    """Asks whether to delete the account too. Accounts of instructors are deleted in the admin only."""

    submit = "Delete my data"
    account = forms.BooleanField(
        required=False, label="Delete my account, too", help_text="You will be signed out."
    )

    def __init__(self, user: User | None, *args: Any) -> None:
        super().__init__(*args)
        if user is None or user.is_staff:
            del self.fields["account"]
