"""Start the server by hand: `python -m tests.telegram --port 8081`."""

import argparse
import asyncio
import signal

from .server import BotApiServer
from .world import Options


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free port")
    parser.add_argument("--token", help="the first bot's token")
    parser.add_argument("--username", default="loopback_bot")
    parser.add_argument("--webhook-backoff", type=float, default=0.05)
    parser.add_argument("--query-lifetime", type=float, default=60.0)
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    options = Options(
        webhook_backoff=arguments.webhook_backoff, query_lifetime=arguments.query_lifetime
    )
    server = BotApiServer(
        port=arguments.port, token=arguments.token, username=arguments.username, options=options
    )
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with server:
        # A parent process reads these two lines to learn where to connect.
        print(f"url {server.url}", flush=True)
        print(f"token {server.token}", flush=True)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(_serve(_arguments()))
