"""Where a run was made: where its learner goes on from the record of it."""

from django.urls import reverse

from live_demo.runs.models import Run
from live_demo.what_if_definitions import what_ifs_of


def way_back(run: Run) -> tuple[str, str]:
    """The address, and what stands there. Reads the room of a run that was made in one."""
    live = reverse("way", args=[run.lesson.track.slug, run.lesson.slug, "live"])
    if run.diagnosis_id:
        return f"{live}?diagnose#live", "Diagnose"
    if found := what_ifs_of(run.lesson.lab).get(run.what_if):
        return f"{live}?what_if={found.name}#live", f"What if: {found.title}"
    if run.member and run.member.room.is_open:
        return run.member.room.get_absolute_url(), f"Room {run.member.room.code}"
    return f"{live}#live", f"{run.lesson.title}, live"
