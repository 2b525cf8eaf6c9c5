"""The world: bots, people, chats, messages, files and queries, in memory, with a log of all that happened."""

from sandbox.world.log import CallRecord, Log
from sandbox.world.records import Blob, Bot, Chat, FileHandle, Message, Person, Query
from sandbox.world.views import api_message, bot_profile, commands_seen, seen
from sandbox.world.world import World

__all__ = [
    "Blob",
    "Bot",
    "CallRecord",
    "Chat",
    "FileHandle",
    "Log",
    "Message",
    "Person",
    "Query",
    "World",
    "api_message",
    "bot_profile",
    "commands_seen",
    "seen",
]
