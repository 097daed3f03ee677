"""What people and groups need to drive the server from a test."""

from collections.abc import Callable
from typing import TypeVar

from .bots import Bot
from .runner import Runner
from .world import World

T = TypeVar("T")
DEFAULT_TIMEOUT = 60.0
"""Seconds: only what is broken takes so long, on any machine."""


class Driver:
    """The world, and the way onto the loop that owns it."""

    def __init__(self, world: World, runner: Runner) -> None:
        """Keep both."""
        self.world = world
        self.runner = runner

    def do(self, action: Callable[[], T]) -> T:
        """Do something to the world, on its own loop."""
        return self.runner.call(action)

    async def wait_for(
        self, condition: Callable[[], T], timeout: float, wanted: str = "the condition"
    ) -> T:
        """Wait until `condition` holds, looking again after each change of the world."""
        world = self.world

        def failure() -> str:
            recent = [f"{r.method} -> {r.status}" for r in world.log.records[-8:]]
            return f"{wanted} did not come within {timeout} s; last requests: {recent}"

        return await self.runner.wait(lambda: world.signal.wait_for(condition, timeout, failure))

    def bot(self, bot: Bot | None) -> Bot:
        """Return the given bot, or the first one."""
        return bot or self.world.bot()
