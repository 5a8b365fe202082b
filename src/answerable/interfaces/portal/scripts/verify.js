// The page that verifies receipts, online and as a file of its own. Nothing that is typed or chosen leaves the browser.
import { compare, decodeHashes, openCheckpoint, parseKey, SplitView, verifyReceipt } from "./parts/receipt.js";

const known = JSON.parse(document.getElementById("known").textContent);
const chinese = known.language === "zh";
const words = (zh, en) => (chinese ? zh : en);
const form = document.querySelector("[data-verify]");
const result = document.querySelector("[data-result]");

function add(parent, kind, text, style) {
  const part = document.createElement(kind);
  part.textContent = text;
  if (style) part.className = style;
  parent.append(part);
  return part;
}

const moment = (at) => new Date(at).toLocaleString(chinese ? "zh-CN" : "en-GB");

function show(found, notes) {
  result.replaceChildren();
  add(result, "p", `${words("核验通过。", "It holds.")} ${found.lines[0]?.pub.case ?? ""}`, "banner good block");
  const list = add(result, "ol", "", "timeline");
  for (const line of found.lines) {
    const [zh, en] = known.acts[line.pub.event] ?? known.inside;
    add(list, "li", `${words(zh, en)} · ${moment(line.at)}`);
  }
  for (const promise of found.promises) {
    const late = promise.by * 1000 < Date.now() && !found.lines.length;
    add(result, "p", words(`受理于${moment(promise.accepted * 1000)}，承诺于${moment(promise.by * 1000)}前记入台账。`,
      `Accepted ${moment(promise.accepted * 1000)}, promised for the journal by ${moment(promise.by * 1000)}.`));
    if (late) add(result, "p", words("承诺的时间已过，请索取证明。", "The time of this promise is over. Ask for the proof."), "banner late block");
  }
  for (const size of new Set(found.checkpoints.map((one) => one.size))) {
    add(result, "p", words(`依据含${size}行的检查点核验。`, `Proven against the checkpoint of ${size} lines.`), "muted small");
  }
  for (const note of notes) add(result, "p", note, "muted small");
}

function refuse(error) {
  result.replaceChildren();
  add(result, "p", `${words("核验未通过：", "It does not hold: ")}${error.message}`, "banner late block");
  if (!(error instanceof SplitView)) return;
  add(result, "p", words("台账签署了两份不同的历史。请保存以下两份，它们就是证据。", "The journal has signed two histories. Keep both notes, they are the evidence."));
  for (const note of error.notes) add(result, "pre", note);
}

// Ask what the journal shows today, without saying for which matter: sizes are everybody's.
async function today(found, keys) {
  if (!known.checkpoint || !found.checkpoints.length) return [];
  const answer = await fetch(known.checkpoint);
  if (!answer.ok) return [];
  const newest = openCheckpoint(await answer.text(), keys);
  for (const seen of found.checkpoints) {
    let path;
    if (seen.size !== newest.size) {
      const proof = await (await fetch(`${known.consistency}?from=${seen.size}&to=${newest.size}`)).json();
      path = decodeHashes(proof.hashes);
    }
    compare(seen, newest, path);
  }
  return [words("与台账今天公布的检查点一致。", "It is one history with the checkpoint that the journal shows today.")];
}

function elsewhere(found, keys) {
  const typed = form.elements.checkpoint?.value.trim();
  if (!typed) return [];
  const other = typed.startsWith("{") ? JSON.parse(typed) : { checkpoint: `${typed}\n` };
  const seen = openCheckpoint(other.checkpoint, keys);
  for (const one of found.checkpoints) compare(one, seen, other.hashes && decodeHashes(other.hashes));
  return [words("与您提供的检查点一致。", "It is one history with the checkpoint that you have given.")];
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const file = form.elements.receipt.files[0];
    const text = file ? await file.text() : form.elements.text.value;
    const keyTexts = form.elements.keys.value.split(/\s+/).filter(Boolean);
    const found = verifyReceipt(text.endsWith("\n") ? text : `${text}\n`, keyTexts);
    const keys = keyTexts.map(parseKey);
    show(found, [...elsewhere(found, keys), ...(await today(found, keys))]);
  } catch (error) {
    refuse(error);
  }
});
