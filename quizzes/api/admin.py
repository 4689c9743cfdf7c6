"""The admin of the API: its clients, and their keys."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from quizzes.api.keys import new_key, rotate
from quizzes.api.models import ApiClient, ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Create and revoke keys. The key itself is shown once."""

    list_display = [
        "name",
        "client",
        "beginning",
        "scopes",
        "state",
        "created_at",
        "last_used_at",
        "expires_at",
    ]
    list_filter = ["client"]
    list_select_related = ["client"]
    readonly_fields = ["beginning", "created_at", "last_used_at", "revoked_at"]
    fields = [
        *("name", "client", "may_read", "may_grade", "may_see_results", "may_manage", "expires_at"),
        *readonly_fields,
    ]
    actions = ["rotate", "revoke"]

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        secret = None if change else new_key(obj)
        super().save_model(request, obj, form, change)
        if secret:
            self._show(request, "The key", secret)

    def _show(self, request: HttpRequest, what: str, secret: str) -> None:
        message = '{}, shown this once: <code class="copied-whole">{}</code> Keep it where secrets are kept.'
        self.message_user(request, format_html(message, what, secret), messages.WARNING)

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> list[str]:
        """A key cannot change its client, because it would then see another client's learners."""
        return [*self.readonly_fields, *(["client"] if obj else [])]

    @admin.display
    def scopes(self, key: ApiKey) -> str:
        return ", ".join(scope for scope in ApiKey.Scope.values if key.allows(scope)) or "none"

    @admin.display
    def state(self, key: ApiKey) -> str:
        if key.revoked_at:
            return f"revoked on {key.revoked_at:%Y-%m-%d}"
        return "expired" if key.has_expired(timezone.now()) else "in force"

    @admin.action(description="Rotate: make a new one with the same scopes; this one expires in 7 days")
    def rotate(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        now = timezone.now()
        for key in queryset.filter(revoked_at=None):
            if key.has_expired(now):
                self.message_user(request, f"{key} has expired: add a new key.", messages.ERROR)
                continue
            new, secret = rotate(key)
            self._show(request, f"The new key of {new.name}", secret)

    @admin.action(description="Revoke: refuse it from now on")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        count = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, f"{count} key{'' if count == 1 else 's'} revoked.")


@admin.register(ApiClient)
class ApiClientAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Schools and programs. A client with keys or learners cannot be deleted."""

    list_display = ["name", "home_page", "created_at"]
