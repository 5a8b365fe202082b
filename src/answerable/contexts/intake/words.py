"""The codes that a submission may use."""

from functools import cache

from answerable.contexts.intake.domain.checking import Words


@cache
def words() -> Words:
    """Return the channels and kinds that the house knows."""
    return Words(
        channels=frozenset(
            """hotline police_call hotline_12345 hotline_12389 web sms wechat microblog forum email counter visit api
            import""".split()
        ),
        kinds=frozenset("complaint request consultation suggestion tip praise dispute".split()),
    )
