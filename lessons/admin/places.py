"""The element of a lesson's form that a finding is about."""

from lessons.plugin import Key

_SECTIONS: dict[tuple[str, ...], str] = {
    ("lesson", "flow", "steps"): "flow_steps",
    ("lesson", "execution", "steps"): "steps",
    ("lesson", "key_moments"): "key_moments",
    ("transcript",): "transcript_parts",
    ("questions",): "questions",
}
"""{the key of rows in a folder: the prefix of their form}"""
_FIELDS: dict[Key, str] = {
    ("lesson", "flow", "note"): "flow_note",
    ("lesson", "sample", "note"): "sample_note",
    ("lesson", "sample", "message"): "sample_message",
    ("lesson", "execution", "ends_when"): "ends_when",
}
_NAMES = {"right": "is_right", "at": "place", "covers": "steps", "blank": "is_blank"}
"""{a field in a folder: its name in the form}"""


def place_of(key: Key) -> str:
    """The id of the element, such as 'id_questions-7-choices-3-feedback'."""
    for section, prefix in _SECTIONS.items():
        if key[: len(section)] == section:
            return _in_rows(prefix, [_NAMES.get(str(part), str(part)) for part in key[len(section) :]])
    if key[:2] == ("lesson", "tracker"):
        return _in_tracker(*key[3::2])
    if key[:1] == ("quiz",):
        return "questions-group"
    return f"id_{_FIELDS.get(key) or key[-1]}"


def _in_tracker(*numbers: str | int) -> str:
    """The id of the grid, or of the value of a variable at a moment, both counted from 0."""
    return "id_tracker-v{}-m{}-value".format(*numbers) if len(numbers) == 2 else "id_tracker"


def _in_rows(prefix: str, rest: list[str]) -> str:
    """The id of a field of a row, of the row, or of the group of rows."""
    if not rest:
        return f"{prefix}-group"
    place = "-".join([prefix, *rest])
    if rest[-1] in ("choices", "hints"):
        return f"{place}-group"
    return place if rest[-1].isdecimal() else f"id_{place}"
