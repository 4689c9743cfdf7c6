"""What `lessons` itself plugs in: the ways that need no other app, and which ways a learner has used."""

from collections.abc import Iterator

from lessons.accounts.way_uses import merge_way_uses, ways_in, ways_of
from lessons.flow import flow_context
from lessons.models import Learner, Lesson, Track, WayUse
from lessons.plugin import Finding, LessonPlugin, PathEntry
from lessons.snapshot import snapshot_context
from lessons.transcript import transcript_context


class BuiltinPlugin(LessonPlugin):
    way_contexts = {"flow": flow_context, "snapshot": snapshot_context, "transcript": transcript_context}
    merges = (merge_way_uses,)
    learner_data = {"ways": ways_of}
    path_rows = (WayUse,)

    def path(self, learner: Learner, track: Track) -> Iterator[PathEntry]:
        return ways_in(learner, track)

    def publish_warnings(self, lesson: Lesson) -> Iterator[Finding]:
        for index, row in enumerate(lesson.flow_steps.all()):
            if not row.steps.all():
                yield ("lesson", "flow", "steps", index, "covers"), "it covers no row of the execution table"
