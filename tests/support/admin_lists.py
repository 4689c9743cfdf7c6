"""The lists of the admin, and the parameters that each takes in its address."""

from django.contrib import admin
from django.urls import reverse

TAKEN = ["q", "o", "p", "e", "all", "_facets", "_to_field", "id__in"]
"""What every list takes, beside its filters."""
LOOKUPS = ["", "__in", "__gte"]


def lists(client):
    """The lists that the user of `client` may see, each with its ModelAdmin."""
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if client.get(address).status_code == 200:
            yield address, model_admin


def parameters_of(model_admin):
    """The names of the parameters that its list takes, those of its filters included."""
    filters = model_admin.list_filter
    own = [each.parameter_name for each in filters if isinstance(each, type)]
    names = [each if isinstance(each, str) else each[0] for each in filters if not isinstance(each, type)]
    looked_up = [name for name in [*names, model_admin.date_hierarchy] if name]
    return [*TAKEN, *own, *(f"{name}{lookup}" for name in looked_up for lookup in LOOKUPS)]
