"""The methods of the API that this server carries out."""

from . import callbacks, chats, editing, media, profile, sending, updates
from .registry import METHODS, Handler, generic

__all__ = [
    "METHODS",
    "Handler",
    "callbacks",
    "chats",
    "editing",
    "generic",
    "media",
    "profile",
    "sending",
    "updates",
]
