"""A real browser without a window, and a real server on this machine."""

from __future__ import annotations

import functools
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.support.wait import WebDriverWait

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # One site only: no process for each page, and none in reserve.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--disable-features=SpareRendererForSitePerProcess,IsolateOrigins,site-per-process",
]
_SECONDS = 20


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serves a folder; gives its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class Browser:
    """What a reader does and sees."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def fresh(self) -> None:
        """Light, as wide as a desk's, scripts on, and everything heard before forgotten."""
        self.driver.get("about:blank")
        self.size(1200, 900)
        self.colours("light")
        self.scripts(on=True)
        self.heard()

    def size(self, width: int, height: int) -> None:
        """The page as wide and high as this."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
        self._tell("Emulation.setDeviceMetricsOverride", metrics)

    def colours(self, scheme: str, media: str = "") -> None:
        """What the reader prefers: light or dark; `media` is "print" for paper."""
        wish = [{"name": "prefers-color-scheme", "value": scheme}]
        self._tell("Emulation.setEmulatedMedia", {"media": media, "features": wish})

    def scripts(self, *, on: bool) -> None:
        """Whether pages may run scripts."""
        self._tell("Emulation.setScriptExecutionDisabled", {"value": not on})

    def opens(self, address: str) -> None:
        """Goes to a page anew, also when only what stands behind "#" is another."""
        self.driver.get("about:blank")
        self.driver.get(address)
        # On a busy machine the driver comes back before the styles are there.
        self.waits("return location.href !== 'about:blank' && document.readyState === 'complete'")

    def runs(self, script: str, *arguments: Any) -> Any:
        """What a script gives back in the page."""
        return self.driver.execute_script(script, *arguments)

    def waits(self, script: str) -> Any:
        """What a script gives back once that is something."""
        return WebDriverWait(self.driver, _SECONDS, 0.05).until(lambda _: self.runs(script))

    def heard(self) -> list[str]:
        """What the browser complained of since it was asked last."""
        return [entry["message"] for entry in self._log("browser")]

    def waits_to_hear(self, words: str) -> bool:
        """Whether the browser complains of this; fails when it does not in time."""
        return WebDriverWait(self.driver, _SECONDS, 0.05).until(
            lambda _: any(words in line for line in self.heard())
        )

    def asked_for(self) -> list[str]:
        """Every address that was asked for since a page was opened. The browser tells of requests
        in their order, but late: one more is made, and waited for."""
        self.runs("return fetch(`${location.pathname}?last`).then(() => true)")
        events: list[dict[str, Any]] = []

        def told() -> list[str] | None:
            events.extend(json.loads(e["message"])["message"] for e in self._log("performance"))
            asked = _requests_of_last_page(events)
            return asked[:-1] if asked and asked[-1].endswith("?last") else None

        return WebDriverWait(self.driver, _SECONDS, 0.05).until(lambda _: told()) or []

    def _log(self, kind: str) -> list[dict[str, Any]]:
        return list(self.driver.get_log(kind))  # type: ignore[no-untyped-call]

    def _tell(self, command: str, values: dict[str, Any]) -> None:
        self.driver.execute_cdp_cmd(command, values)


def _requests_of_last_page(events: list[dict[str, Any]]) -> list[str]:
    asked: list[str] = []
    for event in events:
        if event["method"] == "Network.requestWillBeSent":
            asked.append(str(event["params"]["request"]["url"]))
        elif event["method"] == "Page.frameNavigated" and (
            event["params"]["frame"]["url"] == "about:blank"
        ):
            asked = []
    return asked


@contextmanager
def started(profile: Path) -> Iterator[Browser]:
    """Starts the browser; a machine without one skips the test."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("no chromium and chromedriver here: CONTRIBUTING.md says how to get them")
    options = ChromeOptions()
    options.binary_location = chromium
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=ChromeService(driver))
    try:
        yield Browser(chrome)
    finally:
        chrome.quit()
