"""Delivery over time as a picture. Drawn in a thread; words are fetched before, in the reader's language."""

from dataclasses import dataclass
from io import BytesIO
from typing import Self
from zoneinfo import ZoneInfo

from handlers.i18n import _, clock, day, ngettext
from handlers.screen import escape
from handlers.words import city
from models.announcements import Moment

SENT, OTHER = "#2e7d4f", "#c0642b"
LABELS_MAX = 6


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn, in words already."""

    title: str
    caption: str
    """Telegram's HTML, for the message."""
    sent: list[int]
    other: list[int]
    marks: dict[int, str]
    """Bar -> the time below it."""
    named_sent: str
    named_other: str
    axis: str

    @classmethod
    def of(cls, title: str, moments: list[Moment], zone: ZoneInfo) -> Self:
        several_days = moments[0].at.astimezone(zone).date() != moments[-1].at.astimezone(zone).date()
        step = max(1, -(-len(moments) // LABELS_MAX))
        marks = {
            at: f"{day(moment.at, zone)}\n{clock(moment.at, zone)}" if several_days else moment.at.astimezone(zone).strftime("%H:%M:%S")
            for at, moment in enumerate(moments)
            if at % step == 0
        }
        sent = sum(moment.sent for moment in moments)
        caption = "📈 <b>{title}</b>\n{sent} · {day}".format(
            title=escape(title), sent=ngettext("{n} sent", "{n} sent", sent), day=_days(moments, zone)
        )
        return cls(
            title=title,
            caption=caption,
            sent=[moment.sent for moment in moments],
            other=[moment.other for moment in moments],
            marks=marks,
            named_sent=_("Sent"),
            named_other=_("Not delivered"),
            axis=_("Time: {city}").format(city=city(zone)),
        )


def _days(moments: list[Moment], zone: ZoneInfo) -> str:
    first, last = day(moments[0].at, zone), day(moments[-1].at, zone)
    return first if first == last else f"{first} – {last}"


def draw(drawing: Drawing) -> bytes:
    """A PNG. Slow (the first time about two seconds): call it in a thread."""
    # Imported here: half a second and 40 MB that a bot without reports never needs. `Figure` alone keeps no state between threads.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(8, 4.5), dpi=120, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = range(len(drawing.sent))
    axes.bar(places, drawing.sent, width=0.9, color=SENT, label=drawing.named_sent)
    if any(drawing.other):
        axes.bar(places, drawing.other, width=0.9, bottom=drawing.sent, color=OTHER, label=drawing.named_other)
    axes.legend(frameon=False)
    axes.set_title(drawing.title, loc="left", parse_math=False)
    axes.set_xlabel(drawing.axis)
    axes.set_xticks(list(drawing.marks), list(drawing.marks.values()))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    output = BytesIO()
    canvas.print_png(output)  # type: ignore[no-untyped-call]  # matplotlib says nothing of it
    return output.getvalue()
