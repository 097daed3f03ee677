"""The PostgreSQL of the tests: real, separate databases, gone afterwards, from either source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests import postgres


def plain(url: str) -> str:
    """The address as the driver itself takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def ask(url: str, question: str) -> object:
    with psycopg.connect(plain(url), autocommit=True) as connection:
        found = connection.execute(question)
        return found.fetchone() if found.description else None


@pytest.mark.parametrize("source", [postgres._installed, postgres._packaged])
def test_a_server_of_either_source_answers_and_is_gone_afterwards(
    source: Callable[[], Iterator[Path]],
) -> None:
    folders = [folder for folder in source() if (folder / "initdb").exists()]
    if not folders:
        pytest.skip("this source of PostgreSQL is not here")
    try:
        with postgres.server(folders[0]) as url:
            assert "PostgreSQL" in str(ask(url, "SELECT version()"))
            other = postgres.fresh(url)
            ask(url, "CREATE TABLE here (one int)")
            assert ask(other, "SELECT to_regclass('here')") == (None,)
            like = postgres.fresh(url, template=url)
            assert ask(like, "SELECT to_regclass('here')::text") == ("here",)
            postgres.drop(other)
            with pytest.raises(psycopg.OperationalError):
                ask(other, "SELECT 1")
    except postgres.Unavailable as error:
        pytest.skip(str(error))
    with pytest.raises(psycopg.OperationalError):
        ask(url, "SELECT 1")


def test_without_any_source_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_installed", lambda: iter(()))
    monkeypatch.setattr(postgres, "_packaged", lambda: iter(()))
    with pytest.raises(postgres.Unavailable, match="install one of them"):
        postgres.find()
