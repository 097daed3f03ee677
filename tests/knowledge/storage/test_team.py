"""The team as stored: who is in, who was, and links that work once."""

from __future__ import annotations

from dataclasses import replace

from knowledge import ClinicianRole, Database, Invite, Member, Role, stored_team

RITA = Member(
    "r" * 64, "Rita", Role.CLINICIAN, ClinicianRole.NURSE, ("nmn",), "I sell NMN", joined_ms=2
)
OLGA = Member("o" * 64, "Olga", Role.OWNER, joined_ms=1)
LINK = Invite("d" * 64, Role.REVIEWER, OLGA.person, until_ms=100)


async def test_members_come_back_as_they_were_in_the_order_of_their_coming(
    database: Database,
) -> None:
    async with database.write() as connection:
        for member in (RITA, OLGA):
            await stored_team.add(connection, member, f"sealed {member.name}")
        assert await stored_team.members(connection) == (OLGA, RITA)
        assert (await stored_team.chats(connection))[RITA.person] == "sealed Rita"


async def test_who_is_removed_keeps_the_name_in_the_trail_and_nothing_else(
    database: Database,
) -> None:
    async with database.write() as connection:
        await stored_team.add(connection, RITA, "sealed")
        assert await stored_team.remove(connection, RITA.person, now_ms=5)
        assert not await stored_team.remove(connection, RITA.person, now_ms=6)
        assert await stored_team.members(connection) == ()
        assert await stored_team.chats(connection) == {}
        assert await stored_team.names(connection) == {RITA.person: "Rita"}
        assert await stored_team.forget(connection, RITA.person)
        assert await stored_team.names(connection) == {RITA.person: ""}
        assert not await stored_team.forget(connection, "x" * 64)
        assert await stored_team.put_out(connection) == {RITA.person}


async def test_who_leaves_by_themselves_leaves_nothing_and_may_come_again(
    database: Database,
) -> None:
    async with database.write() as connection:
        await stored_team.add(connection, OLGA, "sealed")
        await stored_team.invite(connection, LINK)
        assert await stored_team.forget(connection, OLGA.person)
        assert await stored_team.names(connection) == {}
        assert await stored_team.put_out(connection) == frozenset()
        assert await stored_team.invited(connection, LINK.digest, now_ms=0) is None


async def test_the_links_of_who_is_removed_let_nobody_in(database: Database) -> None:
    async with database.write() as connection:
        await stored_team.add(connection, OLGA, "sealed")
        await stored_team.invite(connection, LINK)
        await stored_team.remove(connection, OLGA.person, now_ms=5)
        assert await stored_team.invited(connection, LINK.digest, now_ms=0) is None


async def test_who_was_removed_may_come_again_as_somebody_else(database: Database) -> None:
    again = replace(RITA, name="Rita B.", role=Role.REVIEWER, profession=None, joined_ms=9)
    async with database.write() as connection:
        await stored_team.add(connection, RITA, "sealed")
        await stored_team.remove(connection, RITA.person, now_ms=5)
        await stored_team.add(connection, again, "sealed anew")
        assert await stored_team.members(connection) == (again,)


async def test_a_link_holds_until_its_time_and_for_one_person(database: Database) -> None:
    async with database.write() as connection:
        await stored_team.invite(connection, LINK)
        assert await stored_team.invited(connection, LINK.digest, now_ms=99) == LINK
        assert await stored_team.invited(connection, LINK.digest, now_ms=100) is None
        assert await stored_team.invited(connection, "e" * 64, now_ms=0) is None
        await stored_team.use(connection, LINK.digest)
        assert await stored_team.invited(connection, LINK.digest, now_ms=99) is None


async def test_links_that_nobody_used_are_dropped(database: Database) -> None:
    async with database.write() as connection:
        await stored_team.invite(connection, LINK)
        await stored_team.forget_old(connection, now_ms=99)
        assert await stored_team.invited(connection, LINK.digest, now_ms=0) == LINK
        await stored_team.forget_old(connection, now_ms=100)
        assert await stored_team.invited(connection, LINK.digest, now_ms=0) is None
