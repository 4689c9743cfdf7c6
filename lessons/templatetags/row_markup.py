"""Filters for the rows of a lesson in the admin."""

from django import template

from lessons.admin.row_markup import cells_of, fields_of

register = template.Library()
register.filter("fields", fields_of)
register.filter("cells", cells_of)
