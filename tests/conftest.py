"""What all tests share: the real library, indexed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Content, Snapshot, load_library, snapshot

ARTICLE = Path(__file__).parents[2] / "shared" / "cases" / "nmn-depression-article.txt"


@pytest.fixture(scope="session")
def library() -> Content:
    """The library as it lies in the project."""
    return load_library()


@pytest.fixture(scope="session")
def base(library: Content) -> Snapshot:
    """The library, ready for matching."""
    return snapshot(library)


@pytest.fixture(scope="session")
def article() -> str:
    """A real article of the kind that gets forwarded; it is not part of the project."""
    if not ARTICLE.exists():
        pytest.skip("the article is not here")
    return ARTICLE.read_text(encoding="utf-8")
