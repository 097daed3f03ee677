"""A faithful Bot API server on this machine, for tests."""

from .bots import Bot
from .chats import Chat
from .groups import Group
from .messages import Message
from .people import Person, Press
from .server import BotApiServer
from .world import Options

__all__ = ["Bot", "BotApiServer", "Chat", "Group", "Message", "Options", "Person", "Press"]
