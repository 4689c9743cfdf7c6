"""The plain text of a lesson, divided into passages, for the search."""

from collections.abc import Iterable, Iterator

from lessons.markdown import plain
from lessons.models import Lesson
from lessons.plugin import Passage, plugins


def text_of(lesson: Lesson) -> list[Passage]:
    """The passages of a lesson, with what the plugins add to them."""
    added = [passage for plugin in plugins() for passage in plugin.passages(lesson)]
    return [each for each in (*passages_of(lesson), *added) if each.title or each.text]


def passages_of(lesson: Lesson) -> Iterator[Passage]:
    """The passages of the lesson itself."""
    yield Passage("", plain(lesson.summary), title=f"{lesson.title} {lesson.track.title}")
    for node in lesson.flow_steps.all():
        yield _titled(f"#flow-{node.number}", node.title, node.text)
    yield Passage("#flow", plain(lesson.flow_note))
    yield Passage("#sample", plain(lesson.sample_note))
    for step in lesson.steps.all():
        yield Passage(f"#step-{step.number}", _joined((step.action, step.evaluation, step.result)))
    yield Passage("#execution", plain(lesson.ends_when))
    for moment in lesson.key_moments.all():
        yield _titled(f"#key-{moment.number}", moment.question, moment.answer)
    yield Passage("#snapshot", plain(lesson.snapshot))
    for part in lesson.transcript_parts.all():
        yield Passage(f"transcript/#part-{part.number}", plain(part.text))


def _titled(place: str, title: str, text: str) -> Passage:
    shown = plain(title)
    mark = "" if shown.endswith((".", "?", "!")) else ":"
    return Passage(place, f"{shown}{mark} {plain(text)}", shown)


def _joined(cells: Iterable[str]) -> str:
    return " · ".join(plain(cell) for cell in cells if cell)
