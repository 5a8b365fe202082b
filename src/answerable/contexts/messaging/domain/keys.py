"""How the second attempt at a message by another channel is called, so that it is made once."""

SECOND_WAYS = ("sms", "email")


def second_key(key: str, channel: str) -> str:
    """Return the key of the same text by another channel; keys are 80 signs at most."""
    return f"{key[:70]}:by:{channel}"
