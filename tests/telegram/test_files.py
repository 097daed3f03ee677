"""Files."""

import pytest
import telegram

from .conftest import Api
from .people import Person
from .server import BotApiServer


async def test_a_photo_that_a_person_sends_can_be_downloaded(
    bot: telegram.Bot, ana: Person
) -> None:
    ana.sends_photo("my desk #work", content=b"the very bytes")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.caption == "my desk #work"
    file = await bot.get_file(update.message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == b"the very bytes"


async def test_an_uploaded_document_keeps_its_name_and_content(
    bot: telegram.Bot, ana: Person
) -> None:
    sent = await bot.send_document(ana.id, b"a,b\n", filename="data.csv", caption="*x*")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("data.csv", "text/csv")
    assert sent.caption == "*x*"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a,b\n"


async def test_a_file_is_sent_again_by_its_id(bot: telegram.Bot, ana: Person) -> None:
    first = await bot.send_photo(ana.id, b"jpeg")
    again = await bot.send_photo(ana.id, first.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id


@pytest.mark.parametrize(
    "kind", ["photo", "video", "audio", "voice", "animation", "video_note", "sticker", "document"]
)
async def test_every_kind_of_file_can_be_sent(bot: telegram.Bot, ana: Person, kind: str) -> None:
    sent = await getattr(bot, f"send_{kind}")(ana.id, b"content")
    assert getattr(sent, kind)
    assert ana.messages[-1].id == sent.message_id


async def test_an_upload_may_be_attached_under_another_name(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    response = await api.client.post(
        api.url("sendPhoto"),
        data={"chat_id": str(ana.id), "photo": "attach://pic"},
        files={"pic": ("p.png", b"png", "image/png")},
    )
    assert response.json()["result"]["photo"]
    assert server.violations == []


async def test_a_missing_upload_is_refused(api: Api, ana: Person) -> None:
    expected = "400 Bad Request: there is no photo in the request"
    assert await api.refusal("sendPhoto", chat_id=ana.id) == expected
    assert await api.refusal("sendPhoto", chat_id=ana.id, photo="attach://x") == expected


async def test_a_wrong_file_id_is_refused(api: Api, ana: Person) -> None:
    refusal = await api.refusal("sendPhoto", chat_id=ana.id, photo="nonsense")
    assert refusal == "400 Bad Request: wrong file identifier/HTTP URL specified"
    refusal = await api.refusal("getFile", file_id="nonsense")
    assert refusal == "400 Bad Request: wrong file_id or the file is temporarily unavailable"


async def test_a_caption_of_more_than_1024_characters_is_refused(api: Api, ana: Person) -> None:
    photo = "https://example.com/p.jpg"
    await api.result("sendPhoto", chat_id=ana.id, photo=photo, caption="x" * 1024)
    refusal = await api.refusal("sendPhoto", chat_id=ana.id, photo=photo, caption="x" * 1025)
    assert refusal == "400 Bad Request: message caption is too long"


async def test_a_file_over_20_megabytes_cannot_be_downloaded(
    server: BotApiServer, api: Api
) -> None:
    stored = server.world.files.add("video", b"", size=21 * 1024 * 1024)
    refusal = await api.refusal("getFile", file_id=stored.file_id)
    assert refusal == "400 Bad Request: file is too big"


async def test_a_download_needs_the_token_and_an_existing_path(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    photo = ana.sends_photo()["photo"][-1]["file_id"]
    path = (await api.result("getFile", file_id=photo))["file_path"]
    right = await api.client.get(f"{server.base_file_url}{server.token}/{path}")
    assert (right.status_code, right.content[:5]) == (200, b"photo")
    wrong_path = await api.client.get(f"{server.base_file_url}{server.token}/photos/none.jpg")
    wrong_token = await api.client.get(f"{server.base_file_url}1:wrong/{path}")
    assert (wrong_path.status_code, wrong_token.status_code) == (404, 404)
