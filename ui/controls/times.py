"""Times as people say them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from ui.language import figure, say, say_many

MINUTE, HOUR, DAY = 60, 3600, 86400


def ago(moment: str, *, now: datetime | None = None) -> str:
    """How long ago an ISO 8601 moment was; '' for one that can't be read."""
    try:
        then = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    seconds = ((now or datetime.now(UTC)) - then).total_seconds()
    if seconds < MINUTE:
        return say("now")
    if seconds < HOUR:
        return say("{n} min ago", n=round(seconds / MINUTE))
    if seconds < DAY:
        return say("{n} h ago", n=round(seconds / HOUR))
    if seconds < 2 * DAY:
        return say("yesterday")
    return say_many("{n} day ago", "{n} days ago", round(seconds / DAY))


def moment(time: str) -> str:
    """An ISO 8601 moment in the person's own time zone; '' for one that can't be read."""
    try:
        return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return ""


def left(seconds: float) -> str:
    """How long something still lasts, in its two largest units."""
    whole = max(0, round(seconds))
    days, hours, minutes = whole // DAY, whole % DAY // HOUR, whole % HOUR // MINUTE
    if days:
        return say("{d} d {h} h", d=days, h=hours)
    if hours:
        return say("{h} h {m} min", h=hours, m=minutes)
    return say("{m} min", m=minutes) if minutes else say("{s} s", s=whole)


def stopwatch(seconds: float) -> str:
    """Minutes and seconds, as 0:38."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def size(number: float) -> str:
    """Bytes in the unit that fits."""
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            return f"{number:.0f} {unit}" if unit in ("B", "kB") or number >= 100 else f"{figure(number)} {unit}"
        number /= 1000
    return ""
