"""What the head of a page asks for: stylesheets, and scripts with those that they import."""

import json
from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tutorial.script_bundles import all_bundled, bundle_of, bundled, shared
from tutorial.script_imports import all_imported, imported_through
from tutorial.stylesheets import BUNDLES

register = template.Library()

_SCRIPT = '<script type="module" src="{}" nonce="{}"></script>'


@register.simple_tag
def stylesheets(bundled: str = "site") -> list[str]:
    """Paths for `{% static %}`: every sheet in debug mode, else the one bundle that `set_up` writes."""
    return [f"css/{name}.css" for name in BUNDLES[bundled]] if settings.DEBUG else [f"{bundled}.css"]


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """The import map of whatever a script asks for by itself. It stands before the first of them."""
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context.get("csp_nonce", ""),
        _imports(settings.DEBUG),
    )


@cache
def _imports(is_debug: bool) -> SafeString:
    """The map as JSON. The names of static files stay the same while a process runs."""
    files = {each: f"js/{each}.js" for each in all_imported(frozenset() if is_debug else all_bundled())}
    if not is_debug:
        files |= {each: bundle_of(names) for names in bundled() for each in shared(names)}
    imports = {f"{settings.STATIC_URL}js/{each}.js": static(file) for each, file in files.items()}
    return mark_safe(json.dumps({"imports": imports}, separators=(",", ":")))  # noqa: S308  # our own files


@register.simple_tag(takes_context=True)
def scripts(context: template.Context, *names: str) -> SafeString:
    """The scripts, by their names without '.js', as the bundle that `set_up` writes.

    In debug mode they are asked for one by one, with what they import.
    """
    nonce = context.get("csp_nonce", "")
    if names in bundled() and not settings.DEBUG:
        return format_html(_SCRIPT, static(bundle_of(names)), nonce)
    tags = ((static(f"js/{each}.js"), nonce) for each in names)
    return _preloads(names) + format_html_join("", _SCRIPT, tags)


@cache
def _preloads(names: tuple[str, ...]) -> SafeString:
    """The links of what they import, which stay the same, as the map: some pages have 36 of them."""
    paths = ((static(f"js/{each}.js"),) for each in imported_through(names))
    return format_html_join("", '<link rel="modulepreload" href="{}" fetchpriority="low">', paths)
