"""The figures of a mission drawn: how many stand where, and how applications came in. Runs in a thread: it takes 0.2 s."""

import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, BAR, LINE = "#1f2933", "#2f7fd6", "#c8553d"
WIDTH, HEIGHT, DOTS = 8.0, 6.4, 130
TITLE_MAX = 60
_ONE_AT_A_TIME = Lock()
"""Fonts are kept by matplotlib in one place that threads must not share."""


@dataclass(frozen=True)
class Told:
    """What the picture says, in the reader's words."""

    title: str
    bars: list[tuple[str, int]]
    days: list[date]
    """The day of each application."""
    seats: int
    over_time: str
    seats_words: str


@cache
def warm() -> None:
    """Load what pictures need, its fonts too: the first one would take two seconds, in which its person's other taps wait."""
    draw(Told("", [("", 1)], [date(2026, 1, 1)], 1, "", ""))


def draw(told: Told) -> bytes:
    """A PNG of about 1,040 by 830 pixels."""
    # Here, since it takes about a second: `warm()` does it beside the start.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _ONE_AT_A_TIME:
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, layout="constrained", facecolor="white")
        FigureCanvasAgg(figure)
        figure.suptitle(_short(told.title), fontsize=14, color=INK, parse_math=False)
        above, below = figure.subplots(2, 1, height_ratios=(len(told.bars), 6))
        _bars(above, told)
        _over_time(below, told)
        picture = io.BytesIO()
        figure.savefig(picture, format="png")
    return picture.getvalue()


def _bars(axes: "Axes", told: Told) -> None:
    from matplotlib.ticker import MaxNLocator

    names, counts = [name for name, _count in told.bars], [count for _name, count in told.bars]
    drawn = axes.barh(names, counts, color=BAR)
    axes.bar_label(drawn, padding=4, color=INK)
    axes.invert_yaxis()
    axes.set_xlim(0, max(*counts, 1) * 1.12)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)


def _over_time(axes: "Axes", told: Told) -> None:
    from matplotlib.dates import AutoDateLocator, DateFormatter
    from matplotlib.ticker import MaxNLocator

    days, totals = _totals(told.days)
    axes.step(days, totals, where="post", color=BAR, linewidth=2)  # type: ignore[arg-type]  # days are understood too
    axes.axhline(told.seats, color=LINE, linestyle="--", linewidth=1)
    axes.annotate(told.seats_words, (days[0], told.seats), xytext=(2, 3), textcoords="offset points", color=LINE)
    axes.set_title(told.over_time, fontsize=11, color=INK, loc="left")
    axes.set_ylim(0, max(told.seats, len(told.days)) * 1.2)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=1, maxticks=6))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(DateFormatter("%d.%m"))  # type: ignore[no-untyped-call]
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)


def _totals(days: list[date]) -> tuple[list[date], list[int]]:
    """How many there were at the end of each day, from the day before the first application to the day after the last."""
    counts, total = Counter(days), 0
    first, last = min(days) - timedelta(days=1), max(days) + timedelta(days=1)
    shown = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    totals = []
    for day in shown:
        total += counts[day]
        totals.append(total)
    return shown, totals


def _short(title: str) -> str:
    return title if len(title) <= TITLE_MAX else title[: TITLE_MAX - 1] + "…"
