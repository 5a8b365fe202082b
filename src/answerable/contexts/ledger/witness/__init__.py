"""A witness (C2SP tlog-witness): whoever runs it vouches that a log has shown them one history.

It runs without Django and without a database, at an oversight body, a university or a neighbouring bureau. It holds
a key of its own and the newest checkpoint of each log, and no personal data.
"""
