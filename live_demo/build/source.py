"""The text of a learner's files as a form sends it: checked, and with the line ends of Python."""

from django.conf import settings

from lessons.refused import RefusedError
from live_demo.sandbox.own_files import faults_of
from live_demo.trace.stored import storable


def source_in(text: str) -> str:
    """The source. Raises `RefusedError` where it is empty or too long."""
    source = storable("\n".join(text.splitlines())).rstrip() + "\n"
    most = settings.OWN_CODE["MAX_SOURCE_BYTES"]
    size = len(source.encode())
    if size > most:
        raise RefusedError(f"Your file has {size} bytes. A file may have {most}.", 413)
    if not source.strip():
        raise RefusedError("Your file is empty. Reset brings back the lesson's code.", 400)
    if faults := faults_of(source):
        raise RefusedError(" ".join(faults), 400)
    return source
