"""What an operator can measure: counts and times, never whose."""

from __future__ import annotations

from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)


class Metrics:
    """The metrics of one process, each with its help; `text` is what Prometheus reads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._count()
        self._look_up()

    def _count(self) -> None:
        counter = partial(Counter, registry=self._registry)
        self.updates = counter("grain_updates", "Updates that were committed to the inbox.")
        self.repeats = counter(
            "grain_updates_repeated",
            "Updates that Telegram sent again; they are dropped.",
        )
        self.answered = counter("grain_updates_answered", "Updates that were handled to the end.")
        self.expired = counter(
            "grain_updates_expired",
            "Button presses that were too old after a restart.",
        )
        self.refused = counter(
            "grain_updates_refused",
            "Updates over a limit, or of somebody who is blocked; settled unread.",
        )
        self.blocked = counter("grain_people_blocked", "People blocked for a day for hammering on.")
        self.appeals = counter("grain_blocks_appealed", "Blocks lifted as their person appealed.")
        self.failures = counter(
            "grain_update_failures",
            "Failures while handling an update; each is tried again.",
        )
        self.sent = counter("grain_calls_delivered", "Calls to Telegram that arrived.")
        self.retries = counter(
            "grain_call_retries",
            "Calls to Telegram that have to be made again.",
            ["reason"],
        )
        self.maybe_twice = counter(
            "grain_calls_maybe_twice",
            "Calls made again because the process died while it made them.",
        )
        self.gone = counter(
            "grain_chats_gone",
            "Chats in which nobody is any more, found when answering.",
        )
        self.forgotten = counter(
            "grain_forgotten",
            "What was erased because it had been kept for long enough.",
            ["what"],
        )
        self.latency = Histogram(
            "grain_answer_seconds",
            "From an update's arrival to the delivery of a call that answers it.",
            buckets=_SECONDS,
            registry=self._registry,
        )

    def _look_up(self) -> None:
        gauge = partial(Gauge, registry=self._registry)
        self.waiting = gauge("grain_waiting", "What waits in a queue.", ["queue"])
        self.dead = gauge(
            "grain_dead_letters",
            "What was put aside in a queue and waits for an operator.",
            ["queue"],
        )
        self.oldest = gauge(
            "grain_oldest_unanswered_seconds",
            "How long the oldest unanswered update has waited; 0 when none waits.",
        )
        self.oldest_kept = gauge(
            "grain_oldest_seconds",
            "How long the oldest of what is kept of people has been kept; 0 for none.",
            ["what"],
        )
        self.lanes = gauge("grain_lanes_owned", "Lanes of chats that this process works for.")
        self.blocks = gauge("grain_blocks", "People who are blocked now.")
        self.last_fetch = gauge(
            "grain_last_fetch_timestamp_seconds",
            "When updates were last fetched or received, in seconds since 1970.",
        )
        self.base_version = gauge(
            "grain_base_version",
            "The version of the knowledge base that answers.",
        )

    def text(self) -> bytes:
        """All of them in the text format of Prometheus."""
        return generate_latest(self._registry)
