"""Verify lessons by running their labs: manage.py verify_lessons [TRACK/LESSON ...]"""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lessons.claims import claims_of
from lessons.folder.from_rows import lesson_folder
from lessons.folder.validation import publish_findings, sentence
from lessons.models import Lesson
from lessons.plugin import Finding
from live_demo.challenges.definition import challenges_of
from live_demo.challenges.verifying import dead_links, verify_challenges
from live_demo.middleware.server_name import server_name
from live_demo.record.server import Recorded, Script, record, what_if_scripts
from live_demo.record.verify import Verified, verify
from live_demo.sandbox.status import status
from live_demo.what_ifs.browser_report import BrowserReport
from live_demo.what_ifs.grading import true_options
from live_demo.what_ifs.observations import items_of


class Command(BaseCommand):
    help = (
        "Run each lesson's lab on a real server, and compare the lesson with the run: its steps, the values "
        "of its tracker, the options of its questions. With none named, what-ifs are run, too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lessons", nargs="*", metavar="TRACK/LESSON", help="only these; all, if none")

    def handle(self, *args: Any, lessons: Sequence[str], **options: Any) -> None:
        chosen = _choose(lessons)
        claims = {name: claims_of(lesson) for name, lesson in chosen.items()}
        found = {name: Verified(findings=_blockers(lesson)) for name, lesson in chosen.items()}
        for name in [name for name, lesson in chosen.items() if found[name].faults and lesson.is_draft]:
            if name not in lessons:
                del found[name]
                self.stdout.write(f"{name}: left out, a draft that is not complete yet")
        ready = {name: chosen[name] for name, verified in found.items() if not verified.faults}
        scripts = {name: Script.of(lesson_folder(lesson).lesson) for name, lesson in ready.items()}
        what_ifs = {} if lessons else what_if_scripts({each.lab: each for each in scripts.values()})
        for name, run in record(scripts | what_ifs).items():
            if script := what_ifs.get(name):
                found[name] = _verify_what_if(script, run)
            elif run.fault:
                found[name].add((), f"the run broke off: {run.fault}")
            else:
                found[name] = verify(ready[name], claims[name], run.points)
        if status().is_on:
            _verify_challenges(chosen, found)
        else:
            self.stdout.write(f"Challenges are left out. {status().why}")
        self._report(found)

    def _report(self, found: dict[str, Verified]) -> None:
        for name, verified in found.items():
            self.stdout.write(f"{name}: {verified.proven} proven on {server_name()}")
            for where in verified.not_executable:
                self.stdout.write(f"{name}: {where}: not executable")
        faults = [f"{name}: {fault}" for name, verified in found.items() for fault in verified.faults]
        if faults:
            count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
            raise CommandError(
                "\n".join([*faults, f"{count}: the lessons say something else than the runs do."])
            )


def _verify_challenges(lessons: Mapping[str, Lesson], found: Mapping[str, Verified]) -> None:
    """The solutions of the challenges of each lab, with the first lesson that uses it."""
    first: dict[str, str] = {}
    for name in found:
        if name in lessons:
            first.setdefault(lessons[name].lab, name)
    challenges = [(name, each) for lab, name in first.items() for each in challenges_of(lab).values()]
    judged = verify_challenges([each for _, each in challenges])
    for (name, challenge), (proven, faults) in zip(challenges, judged, strict=True):
        found[name].proven += proven
        found[name].findings += [((), fault) for fault in [*faults, *dead_links(challenge, lessons[name])]]


def _verify_what_if(script: Script, run: Recorded) -> Verified:
    """Check that exactly one option of the what-if is what the run does."""
    assert script.what_if
    options = true_options(script.what_if, items_of(script.what_if, run.points, BrowserReport(**run.report)))
    if len(options) == 1:
        return Verified(proven=1)
    agrees = " and ".join(f"'{option.text}'" for option in options) or "none"
    message = f"exactly one option must agree with the run; these agree: {agrees}"
    return Verified(findings=[((), message)])


def _blockers(lesson: Lesson) -> list[Finding]:
    return [(finding[0], sentence(finding)) for finding in publish_findings(lesson)]


def _choose(names: Sequence[str]) -> dict[str, Lesson]:
    """The lessons with these names, or all; raises `CommandError` for a name that there is not."""
    lessons = {f"{each.track.slug}/{each.slug}": each for each in Lesson.objects.with_sections()}
    if unknown := [name for name in names if name not in lessons]:
        raise CommandError(f"There is no lesson {', '.join(unknown)}; there are: {', '.join(lessons)}")
    return {name: lesson for name, lesson in lessons.items() if not names or name in names}
