"""Highlight Python as classes for our own CSS, a line at a time."""

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

_LEXER = PythonLexer(stripnl=False, ensurenl=False)
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


@lru_cache(maxsize=128)
def highlighted_lines(source: str) -> list[SafeString]:
    """One piece of HTML for each line of `source`; Pygments escapes what it does not know."""
    return [mark_safe(line) for line in highlight(source, _LEXER, _FORMATTER).splitlines()]  # noqa: S308
