"""What the live demo adds to a lesson: its lab and what-ifs, trace.json, three ways, the learner's runs."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from lessons.claims import claims_of
from lessons.drafts.copying import copy_row
from lessons.models import Learner, Lesson, Track
from lessons.plugin import ChallengeInfo, Content, Finding, LessonPlugin, Passage, PathEntry, Verdict
from live_demo.build.build_way import build_way_context, built
from live_demo.build.learner_data import code_of, merge_code
from live_demo.challenges.consent import CONSENT, consents_of, merge_consent
from live_demo.challenges.for_programs import attempt_for, challenges_in, verdicts_on
from live_demo.challenges.learner_data import challenges_of_learner, challenges_passed, merge_challenges
from live_demo.expect.learner_data import merge_streaks, streak_of
from live_demo.lab import Lab, all_labs
from live_demo.predict.committing import predictions_made
from live_demo.predict.learner_data import merge_predictions, predictions_of
from live_demo.predict.recorded import LabRun, recorded_run
from live_demo.predict.views import predict_way_context
from live_demo.record.desk.unchanged_texts import unchanged_texts
from live_demo.record.folder_file import RecordingContent, RecordingFile
from live_demo.record.verify import verify
from live_demo.rooms.learner_data import merge_memberships, rooms_of
from live_demo.runs.learner_data import (
    kept_runs,
    latest_runs,
    merge_past_runs,
    merge_runs,
    past_runs_of,
    runs_of,
)
from live_demo.runs.models import Recording, Run
from live_demo.runs.path import runs_in
from live_demo.runs.start import runs_done
from live_demo.runs.views import step_way_context
from live_demo.search_passages import passages_of_lab
from live_demo.trace.point import points_in
from live_demo.what_if_definitions import titles
from live_demo.what_ifs.learner_data import diagnoses_of, merge_diagnoses
from live_demo.what_ifs.live_way import live_way_context


def _built(learner: Learner) -> dict[int, str]:
    """{lesson id: '3 versions, 1 challenge solved'}, for the progress."""
    written, solved = built(learner), challenges_passed(learner)
    return {
        lesson: ", ".join(each[lesson] for each in (written, solved) if lesson in each)
        for lesson in written.keys() | solved.keys()
    }


class LiveDemoPlugin(LessonPlugin):
    folder_files = (RecordingFile(),)

    def copy_content(self, source: Lesson, target: Lesson) -> None:
        for recording in Recording.objects.filter(lesson=source):
            copy_row(recording, lesson=target)

    def renumbered(self, lesson: Lesson, steps: Mapping[int, int | None]) -> None:
        for recording in Recording.objects.filter(lesson=lesson):
            recording.renumber(steps)

    way_contexts = {
        "build": build_way_context,
        "live": live_way_context,
        "predict": predict_way_context,
        "step": step_way_context,
    }
    progress = {"build": _built, "live": runs_done, "predict": predictions_made}
    merges = (
        merge_diagnoses,
        merge_runs,
        merge_past_runs,
        merge_predictions,
        merge_streaks,
        merge_memberships,
        merge_code,
        merge_challenges,
        merge_consent,
    )
    learner_data = {
        "runs": runs_of,
        "past_runs": past_runs_of,
        "predictions": predictions_of,
        "diagnoses": diagnoses_of,
        "streak": streak_of,
        "rooms": rooms_of,
        "code": code_of,
        "challenges": challenges_of_learner,
        "consents": consents_of,
    }
    consents = (CONSENT,)
    history = {"Latest runs": latest_runs, "Runs that you keep": kept_runs}

    path_rows = (Run,)

    def path(self, learner: Learner, track: Track) -> Iterator[PathEntry]:
        return runs_in(learner, track)

    def challenges(self, lesson: Lesson) -> Sequence[ChallengeInfo]:
        return challenges_in(lesson)

    def attempt_challenge(self, learner: Learner, lesson: Lesson, name: str, source: str) -> int | None:
        return attempt_for(learner, lesson, name, source)

    def verdicts(self, ids: Collection[int]) -> Mapping[int, Verdict]:
        return verdicts_on(ids)

    def labs(self) -> Mapping[str, Lab]:
        return all_labs()

    def what_ifs(self) -> Mapping[str, str]:
        return titles()

    def passages(self, lesson: Lesson) -> Iterator[Passage]:
        return passages_of_lab(lesson)

    def recorded_run(self, lesson: Lesson) -> LabRun | None:
        return recorded_run(lesson)

    def contradicted(self, lesson: Lesson) -> Iterator[Finding]:
        run = recorded_run(lesson)
        if run and run.points:
            yield from verify(lesson, claims_of(lesson), run.points).findings

    def publish_warnings(self, lesson: Lesson) -> Iterator[Finding]:
        recording = Recording.objects.filter(lesson=lesson).first()
        if recording and recording.is_of_another_script(lesson):
            yield ("script",), "it has changed since the run was recorded: record the run again"
        run = recorded_run(lesson)
        if run and run.points:
            yield from unchanged_texts(lesson, run.points, all_labs()[lesson.lab])

    def recorded_run_in(self, lab: str, contents: Mapping[str, Content]) -> LabRun | None:
        recording = contents.get(RecordingFile.filename)
        if not isinstance(recording, RecordingContent):
            return None
        return LabRun(points_in(recording.points), all_labs()[lab])
