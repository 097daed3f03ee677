"""Files that were uploaded or that people sent."""

import mimetypes
import zlib
from dataclasses import dataclass

from .errors import Json

MAX_DOWNLOAD = 20 * 1024 * 1024
_UNKNOWN = "application/octet-stream"
_SUFFIXES = {
    "photo": "jpg",
    "voice": "oga",
    "audio": "mp3",
    "video": "mp4",
    "video_note": "mp4",
    "animation": "mp4",
    "sticker": "webp",
}


@dataclass(frozen=True)
class StoredFile:
    """One file: its ids, its content and the path it can be fetched from."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    path: str
    content: bytes
    claimed_size: int | None = None

    @property
    def size(self) -> int:
        """Its size, as told to the bot."""
        return len(self.content) if self.claimed_size is None else self.claimed_size

    def body(self) -> Json:
        """Return the fields that every kind of file has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }


class FileStore:
    """All files, by id and by path."""

    def __init__(self) -> None:
        """Start empty."""
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(
        self,
        kind: str,
        content: bytes,
        name: str = "",
        mime_type: str = "",
        size: int | None = None,
    ) -> StoredFile:
        """Store a file and return it."""
        number = len(self._by_id)
        # Many clients name no type, or only the one that says nothing.
        if mime_type in ("", _UNKNOWN):
            mime_type = mimetypes.guess_type(name)[0] or _UNKNOWN
        suffix = name.rsplit(".", 1)[-1] if "." in name else _SUFFIXES.get(kind, "bin")
        stored = StoredFile(
            file_id=f"AgAD{kind}-{number:08d}-loopback",
            unique_id=f"AQAD{zlib.crc32(content) ^ number:08x}",
            kind=kind,
            name=name or f"file_{number}.{suffix}",
            mime_type=mime_type,
            path=f"{kind}s/file_{number}.{suffix}",
            content=content,
            claimed_size=size,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """Return the file with this id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return the file at this path."""
        return self._by_path.get(path)

    def clear(self) -> None:
        """Forget all files."""
        self._by_id.clear()
        self._by_path.clear()
