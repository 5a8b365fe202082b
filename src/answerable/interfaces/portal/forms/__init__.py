"""The forms of the public face. Their limits are those of the doors they lead to."""
