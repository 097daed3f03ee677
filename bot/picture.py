"""The weekly picture for moderators: eight weeks by day, and what was asked most, as a PNG.

Wide as a phone, with big letters. Lines differ in colour, in dashes and in marks; the colours are
those of Okabe and Ito, which colour-blind people tell apart.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.wording import blocks
from bot.wording.catalogue import say
from bot.wording.counted import SHOWN_FROM, WEEK, WEEKS, Day

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 1080, 1500
"""Pixels."""
_DPI = 150
_LARGE, _PLAIN, _SMALL = 19, 15, 13
_BLUE, _GREEN, _RED, _GREY = "#0072B2", "#009E73", "#D55E00", "#595959"
_LABEL = 60
"""Letters of one line of a bar's label."""
_BARS = 5


@dataclass(frozen=True, slots=True)
class Week:
    """What the picture shows: the days that were counted, up to the `last` one, and the names of
    the claims asked most with their counts, the most first."""

    last: date
    days: Sequence[Day] = ()
    top: Sequence[tuple[str, int]] = ()


async def weekly(week: Week) -> bytes:
    """The picture, drawn in a thread."""
    return await asyncio.to_thread(draw, week)


def draw(week: Week) -> bytes:
    """The picture as a PNG."""
    # Half a second to import, and only needed once a week.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor="white")
    title = say("picture", "title", day=blocks.day(week.last))
    figure.text(0.04, 0.975, title, fontsize=_LARGE, fontweight="bold", va="top")
    for above, heading in ((0.925, say("picture", "by_day")), (0.49, say("picture", "top"))):
        figure.text(0.04, above, heading, fontsize=_PLAIN, fontweight="bold")
    _by_day(figure.add_axes((0.14, 0.585, 0.82, 0.29)), week)
    _top(figure.add_axes((0.05, 0.07, 0.91, 0.41)), week.top[:_BARS])
    written = io.BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _by_day(axes: Axes, week: Week) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlabel(say("picture", "day"), fontsize=_SMALL)
    axes.set_ylabel(say("picture", "by_day"), fontsize=_SMALL)
    start = week.last - timedelta(WEEKS * WEEK - 1)
    # One day on each side, so that the mark of a lone day is whole.
    axes.set_xlim(-1, WEEKS * WEEK)
    ticks = range(2 * WEEK - 1, WEEKS * WEEK, 2 * WEEK)
    names = [f"{day.day} {day:%b}" for day in (start + timedelta(tick) for tick in ticks)]
    axes.set_xticks(list(ticks), names)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.yaxis.set_major_formatter(lambda count, _: _short(count))
    _plain(axes)
    if not any(day.totals.messages for day in week.days):
        axes.set_yticks([])
        _instead(axes, say("picture", "no_messages"))
        return
    axes.grid(axis="y", color="#dddddd")
    at = [(each.day - start).days for each in week.days]
    totals = [each.totals for each in week.days]
    for name, counts, colour, dash, mark in (
        (say("picture", "messages"), [each.messages for each in totals], _BLUE, "-", "o"),
        (say("picture", "answered"), [each.answered for each in totals], _GREEN, "--", "s"),
        (say("picture", "not_reviewed"), [each.not_reviewed for each in totals], _RED, ":", "^"),
    ):
        axes.plot(
            at, counts, dash, color=colour, marker=mark, markersize=8, linewidth=2.6,
            markevery=slice((len(at) - 1) % WEEK, None, WEEK),
            label=name,
        )  # fmt: skip
    axes.set_ylim(bottom=0, top=max(each.messages for each in totals) * 1.08 + 0.5)
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.14, 1.01), ncols=3, frameon=False, fontsize=_SMALL,
        handlelength=2.4, columnspacing=1.1, handletextpad=0.5, borderaxespad=0.3,
    )  # fmt: skip


def _top(axes: Axes, top: Sequence[tuple[str, int]]) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlabel(say("picture", "times"), fontsize=_SMALL)
    axes.set_yticks([])
    # Always room for as many bars, so that few are not fat.
    axes.set_ylim(_BARS - 0.35, -0.85)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.xaxis.set_major_formatter(lambda count, _: _short(count))
    _plain(axes)
    if not top:
        axes.set_xticks([])
        _instead(axes, say("picture", "no_claims", least=SHOWN_FROM))
        return
    axes.grid(axis="x", color="#dddddd")
    axes.set_axisbelow(True)
    axes.set_xlim(0, max(count for _, count in top) * 1.2)
    axes.barh(range(len(top)), [count for _, count in top], height=0.34, color=_BLUE)
    for place, (name, count) in enumerate(top):
        # Above its bar, where a long name has the whole width.
        label = name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…"
        axes.text(0, place - 0.25, f" {label}", fontsize=_SMALL, va="bottom", ha="left")
        axes.text(
            count, place, f" {_short(count)}", fontsize=_PLAIN, va="center", fontweight="bold"
        )


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=_SMALL)


def _short(count: float) -> str:
    """A count in a few letters: 214, 2,140, 214k, 2.1M."""
    if count < 10_000:
        return f"{count:,.0f}"
    return f"{count / 1_000:.0f}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}M"


def _instead(axes: Axes, text: str) -> None:
    axes.text(
        0.5, 0.5, text, transform=axes.transAxes, fontsize=_PLAIN, color=_GREY,
        ha="center", va="center",
    )  # fmt: skip
