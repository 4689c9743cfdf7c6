"""The group X-ray as HTML fragments: groups with their members, and whom each group_send reached."""

from collections.abc import Iterable, Mapping

from django.utils.safestring import SafeString, mark_safe

from live_demo.rooms.xray_fragments import (
    cell_fragment,
    column_fragment,
    group_item_fragment,
    groups_fragment,
    member_fragment,
    note_fragment,
    row_fragment,
    status_fragment,
    table_fragment,
)
from live_demo.xray import GroupSend, Membership, Picture

FATES = {
    "reached": ("●", "reached"),
    "handed": ("○", "waiting"),
    "dropped": ("✕", "dropped"),
    "expired": ("✕", "expired"),
    "": ("–", "not in it"),
}
UNKNOWN = ("○", "handed over")
"""For a layer that does not report what becomes of a message."""
MEMBERSHIPS = {
    "": ("●", "in the group"),
    "left": ("○", "has left"),
    "gone": ("✕", "gone, never left"),
    "evicted": ("✕", "evicted"),
    "lost": ("✕", "lost with its server process"),
}
MAX_PAST = 3
"""Members who are no longer in the group and are still listed: the latest."""
LIVE = "Whose consumer is in which group, and what each group_send reached. Live, over the watch socket."
OVER = "As your run ended. Connect to see it live."


def caption(*, over: bool, announcement: str) -> str:
    """The line above the picture. Screen readers announce `announcement`, unless it is empty."""
    note = note_fragment().render(text=OVER if over else LIVE)
    return note + (status_fragment().render(text=announcement) if announcement else "")


def picture_html(pictures: Mapping[str, Picture]) -> str:
    """The HTML of the picture: its fragments replace those on the page (htmx out of band)."""
    group_sends = [(group, item) for group, picture in pictures.items() for item in picture.group_sends]
    group_sends.sort(key=lambda each: each[1][0].at, reverse=True)
    labels = sorted({label for _, (_, fates) in group_sends for label in fates} | set(members(pictures)))
    return "".join(
        [
            groups_fragment().render(
                items=_joined(_group(name, picture) for name, picture in pictures.items())
            ),
            table_fragment().render(
                columns=_joined(column_fragment().render(label=label) for label in labels),
                rows=_joined(_row_of(group, *item, labels) for group, item in group_sends),
            ),
        ]
    )


def members(pictures: Mapping[str, Picture]) -> list[str]:
    """The labels of all who are in a group now, without repetition."""
    return list(dict.fromkeys(label for picture in pictures.values() for label in picture.members))


def picture_sentence(pictures: Mapping[str, Picture]) -> str:
    """One sentence about the latest event; '' while a message is still on its way."""
    candidates = [(0.0, "")]
    for group, picture in pictures.items():
        for label, membership in picture.memberships.items():
            candidates.append(
                (membership.ended or membership.joined, f"{label}: {_mark_and_word(membership)[1]}, {group}.")
            )
        for sending, fates in picture.group_sends[:1]:
            if any(fate == "handed" and picture.is_here(label) for label, fate in fates.items()):
                return ""  # soon there is more to say
            candidates.append((sending.at, _sentence(sending, fates)))
    return max(candidates)[1]


def _sentence(sending: GroupSend, fates: Mapping[str, str]) -> str:
    words: dict[str, list[str]] = {}
    for label, fate in sorted(fates.items()):
        words.setdefault(_fate(fate, sending)[1], []).append(label)
    ends = "; ".join(f"{word}: {', '.join(labels)}" for word, labels in words.items())
    return f"group_send {sending.number} of {_sender(sending)}. {ends or 'nobody was in the group'}."


def _group(name: str, picture: Picture) -> SafeString:
    present = set(picture.members)
    past = [label for label in picture.memberships if label not in present][-MAX_PAST:]
    memberships = [item for item in picture.memberships.items() if item[0] in present or item[0] in past]
    return group_item_fragment().render(
        name=name,
        members=_joined(
            member_fragment().render(
                label=label,
                state=membership.how or "in",
                mark=_mark_and_word(membership)[0],
                word=_mark_and_word(membership)[1],
            )
            for label, membership in memberships
        ),
    )


def _row_of(group: str, sending: GroupSend, fates: Mapping[str, str], labels: Iterable[str]) -> SafeString:
    return row_fragment().render(
        sender=_sender(sending),
        number=sending.number,
        type=sending.type,
        group=group,
        cells=_joined(_cell_of(fates.get(label, ""), sending) for label in labels),
    )


def _cell_of(fate: str, sending: GroupSend) -> SafeString:
    mark, word = _fate(fate, sending)
    return cell_fragment().render(fate=fate or "none", mark=mark, word=word)


def _fate(fate: str, sending: GroupSend) -> tuple[str, str]:
    return UNKNOWN if fate == "handed" and not sending.complete else FATES[fate]


def _mark_and_word(membership: Membership) -> tuple[str, str]:
    return MEMBERSHIPS[membership.how]


def _sender(sending: GroupSend) -> str:
    return sending.sender or "the server"


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308  fragments
