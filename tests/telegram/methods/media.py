"""Methods that send files, and getFile."""

from typing import Any

from ..calls import Call
from ..contents import file_content
from ..errors import Json, bad_request
from ..files import MAX_DOWNLOAD, StoredFile
from .registry import method
from .sending import deliver

_KINDS = {
    "sendphoto": "photo",
    "senddocument": "document",
    "sendvideo": "video",
    "sendaudio": "audio",
    "sendvoice": "voice",
    "sendanimation": "animation",
    "sendvideonote": "video_note",
    "sendsticker": "sticker",
}
_EXTRA = ("duration", "width", "height", "performer", "title", "length")


def _register(name: str, kind: str) -> None:
    @method(name)
    def send(call: Call) -> Any:
        chat = call.chat(write=True)
        content = media_content(call, kind, call.get(kind))
        extra = {n: call.get(n) for n in _EXTRA if call.get(n) is not None}
        if extra and isinstance(content[kind], dict):
            content[kind] |= extra
        if kind not in ("sticker", "video_note"):
            content |= call.caption()
        return deliver(call, content, chat)


for _name, _kind in _KINDS.items():
    _register(_name, _kind)


@method("sendMediaGroup")
def send_media_group(call: Call) -> Any:
    """Send an album."""
    items = call.get("media")
    if not 2 <= len(items) <= 10:
        raise bad_request("group send failed: an album must have 2 to 10 items")
    chat = call.chat(write=True)
    album = str(13_000_000_000 + next(call.world.numbers))
    contents = [
        media_content(call, item["type"], item["media"]) | call.caption_of(item) for item in items
    ]
    return [deliver(call, {"media_group_id": album, **content}, chat) for content in contents]


@method("getFile")
def get_file(call: Call) -> Any:
    """Prepare a file for download."""
    stored = call.world.files.find(call.get("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.body(), "file_path": stored.path}


def media_content(call: Call, kind: str, given: str) -> Json:
    """Return the content for a file: an upload, a file id or an address."""
    return file_content(_stored(call, kind, given), kind)


def _stored(call: Call, kind: str, given: str) -> StoredFile:
    files = call.world.files
    if given.startswith("attach://"):
        upload = call.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
        if not upload.content:
            raise bad_request("file must be non-empty")
        return files.add(kind, upload.content, upload.name, upload.mime_type)
    known = files.find(given)
    if known is not None:
        return known
    if given.startswith(("http://", "https://")):
        # Never fetched: nothing here leaves the machine.
        return files.add(kind, given.encode(), given.rsplit("/", 1)[-1].split("?", 1)[0])
    raise bad_request("wrong file identifier/HTTP URL specified")
