"""Syntax highlighting as HTML with Pygments classes, line by line."""

import re
from functools import cache, lru_cache
from pathlib import PurePath

from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, get_lexer_by_name

_LANGUAGES = {".py": "python", ".js": "javascript", ".html": "html+django", ".md": "markdown"}
"""{suffix of a file: name of its lexer}, which Pygments imports when it is first asked for."""
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
_OPENING = re.compile(r'(<span class="p">[(\[{]+</span>)(?=<span class="[^p])')
"""A bracket that opens, before what is none: a long line may break after it, and never inside a name."""


@cache
def _lexer() -> PythonLexer:
    """Compiles its patterns when it is first wanted: commands highlight nothing."""
    return PythonLexer(stripnl=False, ensurenl=False)


@lru_cache(maxsize=128)
def highlighted_lines(source: str) -> list[SafeString]:
    """The lines of the Python text `source` as escaped HTML, without line ends."""
    html = _OPENING.sub(r"\1<wbr>", highlight(source, _lexer(), _FORMATTER))
    return [mark_safe(line) for line in html.splitlines()]  # noqa: S308


@lru_cache(maxsize=256)
def highlighted_file(name: str, source: str) -> list[SafeString]:
    """The lines of a file as escaped HTML with line ends. The suffix of `name` decides the language."""
    language = _LANGUAGES.get(PurePath(name).suffix, "text")
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    return [mark_safe(line) for line in highlight(source, lexer, _FORMATTER).splitlines(keepends=True)]  # noqa: S308
