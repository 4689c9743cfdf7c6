"""The link from the record of a run back to the page on which the run was started."""

from django.urls import reverse

from live_demo.runs.models import Run
from live_demo.what_if_definitions import what_ifs_of


def return_link(run: Run) -> tuple[str, str]:
    """The address, and the text of the link. Queries the room of a run that was made in one."""
    live = reverse("way", args=[run.lesson.track.slug, run.lesson.slug, "live"])
    if run.diagnosis_id:
        return f"{live}?diagnose", "Diagnose"
    if found := what_ifs_of(run.lesson.lab).get(run.what_if):
        return f"{live}?what_if={found.name}", f"What if: {found.title}"
    if run.member and run.member.room.is_open:
        return run.member.room.get_absolute_url(), f"Room {run.member.room.code}"
    return live, f"{run.lesson.title}, live"
