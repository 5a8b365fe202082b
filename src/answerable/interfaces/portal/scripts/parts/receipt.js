// Verifies a receipt in the browser: nothing is sent anywhere. The formats are public (C2SP signed-note, tlog-checkpoint,
// tlog-proof; RFC 9162; docs/security/verify.md). Works without a network and without a secure context.
import { hashes, verify as verifyEd25519 } from "@noble/ed25519";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";

hashes.sha512 = sha512;
const PROOF = "c2sp.org/tlog-proof@v1";
const PROMISE = "answerable/acceptance/v1";
const KEY_MADE = "ledger.acceptance_key.made";
const LOG_KEY = 1;
const bytes = (text) => new TextEncoder().encode(text);

export class Refused extends Error {}
export class SplitView extends Refused {
  constructor(first, second) {
    super("split_view");
    this.notes = [first.raw, second.raw];
  }
}

function need(condition, code) {
  if (!condition) throw new Refused(code);
}

function unbase64(text, length) {
  let raw;
  try {
    raw = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new Refused("base64");
  }
  need(base64(raw) === text && (length === undefined || raw.length === length), "base64");
  return raw;
}

function base64(raw) {
  let text = "";
  for (const byte of raw) text += String.fromCharCode(byte);
  return btoa(text);
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const same = (one, other) => base64(one) === base64(other);
const leafHash = (leaf) => sha256(joined(Uint8Array.of(0), leaf));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

// RFC 8785, for what the journal writes: sorted ASCII keys, whole numbers, NFC text.
export function canonical(value) {
  if (value === null || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number") {
    need(Number.isSafeInteger(value), "number");
    return String(value);
  }
  if (typeof value === "string") {
    need(value.normalize("NFC") === value, "text");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

function decimal(text) {
  need(/^(0|[1-9][0-9]{0,15})$/.test(text), "number");
  return Number(text);
}

export function parseKey(text) {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
  need(found, "key");
  const raw = unbase64(found[3], 33);
  const id = sha256(joined(bytes(`${found[1]}\n`), raw)).slice(0, 4);
  const hex = [...id].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  need(raw[0] === LOG_KEY && hex === found[2], "key");
  return { name: found[1], id, key: raw.slice(1) };
}

// A note that at least one of the keys has signed; a false signature of a known key refuses it.
function openNote(raw, keys) {
  const gap = raw.lastIndexOf("\n\n");
  need(gap > 0 && raw.endsWith("\n"), "note");
  const text = raw.slice(0, gap + 1);
  const signers = [];
  for (const line of raw.slice(gap + 2, -1).split("\n")) {
    const found = /^— ([^\s+]+) (\S+)$/.exec(line);
    need(found, "note");
    const payload = unbase64(found[2]);
    const known = keys.find((key) => key.name === found[1] && same(key.id, payload.slice(0, 4)));
    if (!known) continue;
    need(payload.length === 68 && signed(payload.slice(4), text, known.key), "signature");
    signers.push(known);
  }
  need(signers.length, "unknown_key");
  return { raw, text, signers };
}

function signed(signature, text, key) {
  try {
    return verifyEd25519(signature, bytes(text), key);
  } catch {
    return false;
  }
}

export function openCheckpoint(raw, keys) {
  const note = openNote(raw, keys);
  const [origin, size, root, end, ...more] = note.text.split("\n");
  need(end === "" && !more.length && note.signers.some((key) => key.name === origin), "checkpoint");
  return { raw, origin, size: decimal(size), root: unbase64(root, 32) };
}

function checkInclusion(index, size, leaf, path, root) {
  need(index < size && path.length < 64, "inclusion");
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    need(last > 0, "inclusion");
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  need(last === 0 && same(hash, root), "inclusion");
}

// That the larger tree begins with the smaller one (RFC 9162, 2.1.4.2).
export function compare(first, second, path) {
  const [old, now] = first.size <= second.size ? [first, second] : [second, first];
  need(old.origin === now.origin, "other_log");
  if (old.size === now.size) {
    if (!same(old.root, now.root)) throw new SplitView(old, now);
    return;
  }
  need(old.size > 0 && path && path.length && path.length < 64, "consistency");
  let rest = [...path];
  let [node, last] = [old.size - 1, now.size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let before = node === 0 ? old.root : rest.shift();
  let after = before;
  for (const hash of rest) {
    need(last > 0, "consistency");
    if (node % 2 === 1 || node === last) {
      [before, after] = [nodeHash(hash, before), nodeHash(hash, after)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      after = nodeHash(after, hash);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  need(last === 0 && same(before, old.root) && same(after, now.root), "consistency");
}

function parseJson(text, fields) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Refused("json");
  }
  need(found && typeof found === "object" && Object.keys(found).sort().join() === fields, "json");
  return found;
}

// One line with its proof, from its words up to the signature.
export function prove(raw, keys) {
  const gap = raw.indexOf("\n\n");
  need(gap > 0, "proof");
  const lines = raw.slice(0, gap).split("\n");
  need(lines.shift() === PROOF && lines[0]?.startsWith("extra "), "proof");
  const extraText = new TextDecoder("utf-8", { fatal: true }).decode(unbase64(lines.shift().slice(6)));
  const extra = parseJson(extraText, "leaf,pub,r_pub");
  need(lines[0]?.startsWith("index "), "proof");
  const index = decimal(lines.shift().slice(6));
  const path = lines.map((line) => unbase64(line, 32));
  const leaf = parseJson(extra.leaf, "at,int,pub,v");
  need(leaf.v === "answerable/leaf/v1" && canonical(leaf) === extra.leaf, "leaf");
  const message = bytes(`answerable/commit/v1\npub\n${canonical(extra.pub)}`);
  need(same(hmac(sha256, unbase64(extra.r_pub, 32), message), unbase64(leaf.pub, 32)), "words");
  const hash = leafHash(bytes(extra.leaf));
  const checkpoint = openCheckpoint(raw.slice(gap + 2), keys);
  checkInclusion(index, checkpoint.size, hash, path, checkpoint.root);
  return { at: leaf.at, pub: extra.pub, hash, index, checkpoint };
}

function openPromise(raw, keys) {
  const note = openNote(raw, keys);
  const [header, origin, leaf, accepted, by, end, ...more] = note.text.split("\n");
  need(header === PROMISE && end === "" && !more.length, "promise");
  need(note.signers.some((key) => key.name === `${origin}/accept`), "promise");
  return { leaf: unbase64(leaf, 32), accepted: decimal(accepted), by: decimal(by) };
}

// Every part, and that the lines follow one another without a gap.
export function verifyReceipt(text, keyTexts) {
  const keys = keyTexts.map(parseKey);
  const clean = text.replace(/^\ufeff/, "").replace(/\r\n/g, "\n");
  const parts = clean.split(new RegExp(`^(?=(?:${PROOF}|${PROMISE})$)`, "m"));
  if (!parts[0].trim()) parts.shift();
  need(parts.length && (parts[0].startsWith(PROOF) || parts[0].startsWith(PROMISE)), "no_receipt");
  const proven = parts.filter((part) => part.startsWith(PROOF)).map((part) => prove(part, keys));
  const lines = proven.filter((one) => one.pub.case);
  let before = new Uint8Array();
  lines.forEach((line, place) => {
    need(line.pub.case === lines[0].pub.case, "two_matters");
    need(line.pub.case_seq === place + 1 && line.pub.prev === base64(before), "chain");
    before = line.hash;
  });
  const made = proven.filter((one) => !one.pub.case && one.pub.event === KEY_MADE).map((one) => parseKey(one.pub.vkey));
  const notes = parts.filter((part) => part.startsWith(PROMISE));
  const promises = notes.map((part) => openPromise(part, [...keys, ...made]));
  for (const promise of promises) need(!lines.length || same(promise.leaf, lines[0].hash), "other_matter");
  return { lines, promises, checkpoints: proven.map((one) => one.checkpoint) };
}

export const decodeHashes = (texts) => texts.map((text) => unbase64(text, 32));
