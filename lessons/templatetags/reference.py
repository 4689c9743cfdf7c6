"""Template tags for the glossary: the words of a lesson, and its flow with links to them."""

from django import template
from django.utils.safestring import SafeString

from lessons.markdown import inline
from lessons.models import Lesson
from lessons.reference import words
from lessons.reference.entries import Term, glossary

register = template.Library()


@register.simple_tag
def words_of(lesson: Lesson) -> words.Words:
    """The terms of the glossary that `lesson` explains first, and the others that it uses."""
    return words.words_of(lesson)


@register.simple_tag
def linked_flow(lesson: Lesson) -> dict[int, SafeString]:
    """{number: HTML} of the flow's steps, with links to the glossary."""
    return words.linked_flow(lesson)


@register.simple_tag
def linked_text(*texts: str) -> SafeString:
    """HTML of `texts`, Markdown without blocks, as one line. Each term of the glossary is a link once."""
    return words.linked(inline(" ".join(text for text in texts if text)))


@register.simple_tag
def term(slug: str) -> Term:
    """The term of the glossary with this slug. Raises `StopIteration` where there is none."""
    return next(each for each in glossary() if each.slug == slug)


@register.simple_tag
def in_short(term: Term) -> SafeString:
    """The first sentence that explains `term`."""
    return inline(term.in_short)
