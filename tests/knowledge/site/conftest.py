"""Sites for the tests: of the real library, written once; the browser that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import Content
from knowledge.site.frame import frame
from knowledge.site.pages import site
from knowledge.site.write import write
from tests import make
from tests.knowledge.site.browser import Browser, serving, started

ADDRESS = "https://salt.example/base/"


@pytest.fixture(scope="session")
def files_of_library(library: Content) -> dict[str, bytes]:
    """The site of the real library as it would be written."""
    return dict(site(library, frame(make.TODAY, ADDRESS)))


@pytest.fixture(scope="session")
def folder_of_library(
    files_of_library: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The site of the real library on disk."""
    folder = tmp_path_factory.mktemp("site") / "public"
    write(folder, files_of_library.items())
    return folder


@pytest.fixture(scope="session")
def address(folder_of_library: Path) -> Iterator[str]:
    """Where the site of the real library is served, on this machine."""
    with serving(folder_of_library) as served:
        yield served


@pytest.fixture(scope="session")
def one_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests; it takes a second to start."""
    with started(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(one_browser: Browser) -> Browser:
    """The browser as it is fresh: light, wide, nothing heard from it yet."""
    one_browser.fresh()
    return one_browser
