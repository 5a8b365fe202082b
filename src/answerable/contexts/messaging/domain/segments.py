"""How many segments a text message takes (3GPP TS 23.038 and 23.040): operators bill each."""

# The basic table of GSM 7-bit; what is in the extension takes two places.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


def segments(text: str) -> int:
    """Return the number of segments: 160 places alone and 153 in a chain, or 70 and 67 as soon as one sign is not GSM.

    A pair or a surrogate pair that would be torn at the end of a segment goes whole into the next one.
    """
    if not text:
        return 1
    signs = set(text)
    if signs <= _BASIC | _EXTENDED:
        return _count([2 if sign in _EXTENDED else 1 for sign in text], 160, 153)
    return _count([2 if ord(sign) > 0xFFFF else 1 for sign in text], 70, 67)


def _count(places: list[int], alone: int, chained: int) -> int:
    if sum(places) <= alone:
        return 1
    count, used = 1, 0
    for one in places:
        if used + one > chained:
            count, used = count + 1, 0
        used += one
    return count
