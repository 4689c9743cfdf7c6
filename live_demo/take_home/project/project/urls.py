"""Which address leads to which page: here to one."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [path("", TemplateView.as_view(template_name="index.html"), name="index")]
