"""Says in words when and why a card comes back. Pure: every time is an argument, in UTC."""

from datetime import datetime, timedelta
from math import ceil

from fsrs import Rating

from quizzes.recall.schedule import Memory, chance

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MONTH, _YEAR = timedelta(days=30.44), timedelta(days=365.25)


def span(length: timedelta) -> str:
    """`length` in the unit that people would use, such as '10 min' or '3 days'. At least a minute."""
    if length <= 59 * _MINUTE:
        return f"{max(ceil(length / _MINUTE), 1)} min"
    for unit, name, most in ((_HOUR, "hour", 23), (_DAY, "day", 90), (_MONTH, "month", 23)):
        number = round(length / unit)
        if number <= most:
            return _counted(number, name)
    return _counted(round(length / _YEAR), "year")


def when(due: datetime, now: datetime) -> str:
    """'now', or 'in 3 days'."""
    return "now" if due <= now else f"in {span(due - now)}"


def date(at: datetime, now: datetime) -> str:
    """'November 12', with the year where it is not this one."""
    return f"{at:%B} {at.day}" + ("" if at.year == now.year else f", {at.year}")


def why_scheduled(memory: Memory, rating: Rating, now: datetime) -> str:
    """Sentences that explain when a rated card is due: its last rating, and the recall that FSRS expects."""
    assert memory.last_review
    sentence = f"You rated it {rating.name} on {date(memory.last_review, now)}."
    then = max(memory.due, now)
    days = (then - memory.last_review).days
    if days < 1:
        return f"{sentence} While you learn it, it comes back after {span(memory.due - memory.last_review)}."
    likely = f"{chance(memory, then):.0%}"
    return f"{sentence} After {_counted(days, 'day')} you would remember it with a chance of {likely}."


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
