"""The instructor's desk: Django's admin, with what instructors work on before accounts."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class Desk(AdminSite):
    site_header = "Handshake: instructor's desk"
    site_title = "Handshake"
    index_title = "What you can work on"
    index_template = "desk/index.html"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Django's list of apps, with the accounts last."""
        found: list[Any] = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: app["app_label"] == "auth")


class DeskConfig(AdminConfig):
    default_site = "tutorial.desk.Desk"
