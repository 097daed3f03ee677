"""The contents a message can have besides text."""

from .errors import Json
from .files import FileStore, StoredFile

_SIZES = ((90, 67), (320, 240), (800, 600))
FILE_KINDS = (
    "photo",
    "document",
    "video",
    "audio",
    "voice",
    "animation",
    "video_note",
    "sticker",
)


def file_content(stored: StoredFile, kind: str) -> Json:
    """Return the message fields for a stored file."""
    body = stored.body()
    named = {"file_name": stored.name, "mime_type": stored.mime_type}
    if kind == "photo":
        sizes = [{**body, "width": width, "height": height} for width, height in _SIZES]
        return {"photo": sizes}
    if kind == "document":
        return {"document": {**body, **named}}
    if kind == "voice":
        return {"voice": {**body, "duration": 3, "mime_type": "audio/ogg"}}
    if kind == "audio":
        return {"audio": {**body, **named, "duration": 3}}
    if kind == "video_note":
        return {"video_note": {**body, "length": 240, "duration": 3}}
    if kind == "sticker":
        looks = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
        return {"sticker": {**body, **looks, "width": 512, "height": 512}}
    video = {**body, **named, "width": 640, "height": 480, "duration": 3}
    if kind == "animation":
        # Telegram repeats an animation as a document for clients that know none.
        return {"animation": video, "document": {**body, **named}}
    return {kind: video}


def sample(files: FileStore, kind: str, number: int, content: bytes | None, name: str) -> Json:
    """Return an example of any kind of content that a person can send."""
    if kind in FILE_KINDS:
        return file_content(files.add(kind, content or f"{kind} {number}".encode(), name), kind)
    location = {"latitude": 40.4168, "longitude": -3.7038}
    samples: dict[str, Json] = {
        "location": location,
        "live_location": {**location, "live_period": 900},
        "venue": {"location": location, "title": "Plaza Mayor", "address": "Plaza Mayor 1"},
        "contact": {"phone_number": "+34600000000", "first_name": "Luis"},
        "dice": {"emoji": "🎲", "value": 4},
        "story": {"chat": {"id": 1, "type": "private", "first_name": "Ana"}, "id": number},
        "poll": _poll(number),
    }
    if kind not in samples:
        raise ValueError(f"no kind {kind!r}; there are {sorted((*FILE_KINDS, *samples))}")
    field = "location" if kind == "live_location" else kind
    extra = {"location": location} if kind == "venue" else {}
    return {field: samples[kind], **extra}


def _poll(number: int) -> Json:
    return {
        "id": str(8_000_000_000 + number),
        "question": "When?",
        "options": [
            {"persistent_id": str(n), "text": text, "voter_count": 0}
            for n, text in enumerate(("Today", "Tomorrow"))
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
