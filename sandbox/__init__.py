"""A Telegram of our own on loopback: the Bot API, chats as people see them, and people who can be played."""
