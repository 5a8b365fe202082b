#!/usr/bin/env python3
"""Verify a receipt of an Answerable journal. One file, Python 3.9 or newer, nothing to install, no network.

    python3 verify_receipt.py RECEIPT --key VKEY [--checkpoint FILE]

VKEY is the journal's key as it hangs in the police station or stands in the gazette; do not take it from the receipt,
nor from the server that made it. FILE is a checkpoint from elsewhere, or the answer of
…/api/v1/journal/proof/consistency?from=SIZE for the receipt's size: then both have to be one history.

Written from the published formats (C2SP signed-note, tlog-checkpoint, tlog-proof; RFC 9162; RFC 8032), without the
platform's code. Exit status: 0 holds, 1 does not hold, 2 could not be read, 3 the journal has signed two histories.
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
from datetime import datetime, timezone

PROOF = "c2sp.org/tlog-proof@v1"
PROMISE = "answerable/acceptance/v1"

# --- Ed25519 (RFC 8032, 5.1.7) ---
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
GY = 4 * pow(5, P - 2, P) % P


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        raise Refused("a key or signature that is no point of the curve")
    return P - x if x % 2 != sign else x


def add(one, other):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def point_of(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        raise Refused("a key or signature that is no point of the curve")
    x = recover_x(y, sign)
    return x, y, 1, x * y % P


def is_signed(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    gx = recover_x(GY, 0)
    left = times(s, (gx, GY, 1, gx * GY % P))
    right = add(point_of(signature[:32]), times(challenge, point_of(key)))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# --- notes, checkpoints, proofs ---
class Refused(Exception):
    """It does not hold."""


class SplitView(Exception):
    """Two signed checkpoints contradict each other."""


def need(condition, sentence):
    if not condition:
        raise Refused(sentence)


def unbase64(text, length=None):
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise Refused("broken base64") from None
    need(base64.b64encode(raw).decode() == text and length in (None, len(raw)), "broken base64")
    return raw


def decimal(text):
    need(re.fullmatch("0|[1-9][0-9]{0,18}", text), "a number that is none")
    return int(text)


def parse_key(text):
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text.strip())
    need(found, "this is no key")
    raw = unbase64(found[3], 33)
    key_id = hashlib.sha256(found[1].encode() + b"\n" + raw).digest()[:4]
    need(raw[0] == 1 and key_id.hex() == found[2], "the key's mark is not its own")
    return found[1], key_id, raw[1:]


def open_note(raw, keys):
    body, gap, tail = raw.rpartition("\n\n")
    need(gap and tail.endswith("\n"), "a note without signatures")
    text, signers = body + "\n", []
    for line in tail[:-1].split("\n"):
        found = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        need(found, "a signature line that is none")
        payload = unbase64(found[2])
        for name, key_id, key in keys:
            if (name, key_id) == (found[1], payload[:4]):
                need(is_signed(key, text.encode(), payload[4:]), "the signature does not fit")
                signers.append(name)
    need(signers, "nobody whose key was given has signed")
    return text, signers


def open_checkpoint(raw, keys):
    text, signers = open_note(raw, keys)
    lines = text.split("\n")
    need(len(lines) == 4 and lines[0] in signers, "no checkpoint of this journal")
    return {"raw": raw, "origin": lines[0], "size": decimal(lines[1]), "root": unbase64(lines[2], 32)}


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_inclusion(index, size, leaf, path, root):
    need(index < size and len(path) < 64, "the line is not in the journal")
    at, last, value = index, size - 1, leaf
    for sibling in path:
        need(last, "the line is not in the journal")
        if at & 1 or at == last:
            value = node(sibling, value)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            value = node(value, sibling)
        at, last = at >> 1, last >> 1
    need(last == 0 and value == root, "the line is not in the journal")


def compare(one, other, path):
    old, new = sorted((one, other), key=lambda seen: seen["size"])
    need(old["origin"] == new["origin"], "checkpoints of two journals")
    if old["size"] == new["size"]:
        if old["root"] != new["root"]:
            raise SplitView(old["raw"], new["raw"])
        return
    sentence = "the newer checkpoint is not shown to continue the older one"
    need(path and old["size"] and len(path) < 64, sentence)
    at, last, rest = old["size"] - 1, new["size"] - 1, list(path)
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = rest.pop(0) if at else old["root"]
    for value in rest:
        need(last, sentence)
        if at & 1 or at == last:
            before, after = node(value, before), node(value, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node(after, value)
        at, last = at >> 1, last >> 1
    need(last == 0 and before == old["root"] and after == new["root"], sentence)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def load(raw, fields):
    try:
        found = json.loads(raw)
    except ValueError:
        raise Refused("broken JSON") from None
    need(isinstance(found, dict) and set(found) == fields, "JSON with other fields than ours")
    return found


def prove(raw, keys):
    head, _, checkpoint = raw.partition("\n\n")
    lines = head.split("\n")
    need(len(lines) > 2 and lines[1].startswith("extra ") and lines[2].startswith("index "), "no proof")
    extra = load(unbase64(lines[1][6:]), {"leaf", "pub", "r_pub"})
    leaf = load(extra["leaf"], {"at", "int", "pub", "v"})
    need(leaf["v"] == "answerable/leaf/v1" and canonical(leaf).decode() == extra["leaf"], "no leaf of ours")
    message = b"answerable/commit/v1\npub\n" + canonical(extra["pub"])
    opened = hmac.new(unbase64(extra["r_pub"], 32), message, "sha256").digest()
    need(opened == unbase64(leaf["pub"], 32), "the words are not those that were written into the journal")
    value = hashlib.sha256(b"\x00" + extra["leaf"].encode()).digest()
    seen = open_checkpoint(checkpoint, keys)
    check_inclusion(
        decimal(lines[2][6:]), seen["size"], value, [unbase64(one, 32) for one in lines[3:]], seen["root"]
    )
    return {"at": leaf["at"], "pub": extra["pub"], "hash": value, "checkpoint": seen}


# --- the receipt ---
def verify(text, keys):
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    head, *parts = re.split(f"(?m)^(?={re.escape(PROOF)}$|{re.escape(PROMISE)}$)", text)
    need(parts and not head.strip(), "this is no receipt")
    proven = [prove(part, keys) for part in parts if part.startswith(PROOF)]
    lines = [one for one in proven if one["pub"].get("case")]
    before = b""
    for number, line in enumerate(lines, start=1):
        need(line["pub"]["case"] == lines[0]["pub"]["case"], "lines of two matters")
        follows = (
            line["pub"]["case_seq"] == number and line["pub"]["prev"] == base64.b64encode(before).decode()
        )
        need(follows, f"line {number} of the matter is missing or does not follow the one before it")
        before = line["hash"]
    made = [
        parse_key(one["pub"]["vkey"])
        for one in proven
        if one["pub"].get("event") == "ledger.acceptance_key.made"
    ]
    promises = [open_promise(part, [*keys, *made]) for part in parts if part.startswith(PROMISE)]
    for promise in promises:
        need(not lines or promise["leaf"] == lines[0]["hash"], "the acceptance note is about another matter")
    return lines, promises, [one["checkpoint"] for one in proven]


def open_promise(raw, keys):
    text, signers = open_note(raw, keys)
    lines = text.split("\n")
    need(len(lines) == 6 and f"{lines[1]}/accept" in signers, "no acceptance note of this journal")
    return {"leaf": unbase64(lines[2], 32), "accepted": decimal(lines[3]), "by": decimal(lines[4])}


def checkpoint_file(text, keys):
    """Return a checkpoint and the hashes of a proof of consistency, if the file has some."""
    if not text.lstrip().startswith("{"):
        return open_checkpoint(text, keys), None
    answer = json.loads(text)
    return open_checkpoint(answer["checkpoint"], keys), [unbase64(one, 32) for one in answer["hashes"]]


def moment(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def report(lines, promises, checkpoints):
    if lines:
        print(f"matter {lines[0]['pub']['case']}, {len(lines)} acts in the journal:")
    for line in lines:
        print(f"  {line['at']}  {line['pub']['event']}")
    for promise in promises:
        print(f"promised on {moment(promise['accepted'])}: in the journal by {moment(promise['by'])}")
    for size in sorted({one["size"] for one in checkpoints}):
        print(f"proven against the checkpoint of {size} lines")
    print("HOLDS. This proves what was written and when, not that it is true or fair.")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("receipt")
    parser.add_argument("--key", action="append", required=True, help="the journal's key; may be given again")
    parser.add_argument("--checkpoint", help="a checkpoint from elsewhere, or a proof of consistency")
    given = parser.parse_args()
    try:
        keys = [parse_key(text) for text in given.key]
        lines, promises, checkpoints = verify(open(given.receipt, encoding="utf-8").read(), keys)
        if given.checkpoint:
            other, path = checkpoint_file(open(given.checkpoint, encoding="utf-8").read(), keys)
            for seen in checkpoints:
                compare(seen, other, path)
    except (OSError, UnicodeDecodeError) as error:
        print(f"CAN'T BE READ: {error}")
        return 2
    except SplitView as error:
        print("TWO HISTORIES. The journal has signed both of these; keep them, they are the evidence:\n")
        print("\n".join(error.args))
        return 3
    except (Refused, KeyError, TypeError, ValueError) as error:
        print(f"DOES NOT HOLD: {error}")
        return 1
    report(lines, promises, checkpoints)
    return 0


if __name__ == "__main__":
    sys.exit(main())
