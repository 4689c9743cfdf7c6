"""What the search finds of a lab: its what-ifs, its challenges, and the files of the project to take home."""

from collections.abc import Iterator

from lessons.markdown import plain
from lessons.models import Lesson
from lessons.plugin import Passage
from live_demo.challenges.definition import challenges_of
from live_demo.take_home.projects import (
    from_here,
    in_page_order,
    own_files,
    own_folder,
    project_of,
    reasons,
    run_it,
    try_it,
)
from live_demo.what_if_definitions import what_ifs_of


def passages_of_lab(lesson: Lesson) -> Iterator[Passage]:
    """The passages. A file that all projects share is found in the first lesson of its track alone."""
    for name, each in what_ifs_of(lesson.lab).items():
        title = f"What if: {plain(each.title)}"
        text = f"{title}. {plain(each.changes)} {plain(each.browser)}"
        yield Passage(f"live/?what_if={name}", text, title)
    for challenge in challenges_of(lesson.lab).values():
        title = f"Challenge: {plain(challenge.title)}"
        yield Passage("build/#challenges-title", f"{title}. {plain(challenge.text)}", title)
    if own_folder(lesson.lab):
        yield from _take_home(lesson)


def _take_home(lesson: Lesson) -> Iterator[Passage]:
    is_first = lesson.number == 1
    yield Passage(
        "take-home/#run-it",
        f"Take it home. {plain(try_it(lesson))} {run_it() if is_first else ''}",
        "Take it home",
    )
    if is_first:
        yield Passage(
            "take-home/#from-here", f"Take it home: deploy. {plain(from_here())}", "Take it home: deploy"
        )
    own = own_files(lesson.lab)
    for number, name, text in in_page_order(project_of(lesson, "")):
        if is_first or name in own:
            shown = " ".join(f"Take it home, {name}: {plain(reasons()[name])} {text}".split())
            yield Passage(f"take-home/#file-{number}", shown, f"Take it home: {name}")
