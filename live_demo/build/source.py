"""The text of a learner's files as a form sends it: checked, and with the line ends of Python."""

from django.conf import settings

from lessons.refused import RefusedError
from live_demo.sandbox.own_files import faults_of
from live_demo.trace.stored import storable


def draft_in(text: str) -> str:
    """The source, to be kept. Raises `RefusedError` where it is empty or too long."""
    source = storable("\n".join(text.splitlines())).rstrip() + "\n"
    most = settings.OWN_CODE["MAX_SOURCE_BYTES"]
    size = len(source.encode())
    if size > most:
        raise RefusedError(f"Your file has {size} bytes. A file may have {most}.", 413)
    if not source.strip():
        raise RefusedError("Your file is empty. Reset brings back the lesson's code.", 400)
    return source


def check_names(source: str, note: str = "") -> None:
    """Raise `RefusedError` where the files cannot have their names; `note` says what has become of them."""
    if faults := faults_of(source):
        sentences = (f"{fault} This is about line {line}." for fault, line in faults)
        raise RefusedError(" ".join([note, *sentences]).strip(), 400)


def source_in(text: str) -> str:
    """The source, to be run. Raises `RefusedError` where `draft_in` or `check_names` do."""
    source = draft_in(text)
    check_names(source)
    return source
