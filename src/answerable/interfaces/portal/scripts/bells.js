// Compare everybody's list of marks with one's own bell, here in the browser. The bell is never sent.
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fillFromFragment } from "./parts/fragment.js";

const HOURS = 4;
const form = document.querySelector("[data-bells]");
const result = document.querySelector("[data-bells-result]");
const list = result.appendChild(document.createElement("ul"));

// As people type: small letters, blanks, O for 0.
function normal(typed) {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
}

function mark(bell, page) {
  const encoder = new TextEncoder();
  const digest = hmac(sha256, encoder.encode(bell), encoder.encode(`answerable/bell/v1\n${page}`));
  return [...digest.slice(0, 8)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

function say(which) {
  for (const line of result.querySelectorAll("p")) line.hidden = !line.hasAttribute(`data-${which}`);
}

function stretch(page) {
  const begins = new Date(page.replace("Z", ":00:00Z"));
  const said = (at) => at.toLocaleString(document.documentElement.lang);
  return `${said(begins)} – ${said(new Date(begins.getTime() + HOURS * 3_600_000))}`;
}

async function compare() {
  list.replaceChildren();
  const bell = normal(document.getElementById("bell").value);
  if (bell.length !== 24) return say("wrong");
  const answer = await fetch(form.dataset.bells, { credentials: "omit" }).catch(() => null);
  if (!answer?.ok) return say("away");
  const known = new Set((await answer.text()).split("\n"));
  const pages = new Set([...known].filter(Boolean).map((line) => line.split(" ")[0]));
  const rung = [...pages].filter((page) => known.has(`${page} ${mark(bell, page)}`));
  for (const page of rung) {
    const item = document.createElement("li");
    item.textContent = stretch(page);
    list.append(item);
  }
  return say(rung.length ? "some" : "none");
}

form.hidden = false;
fillFromFragment();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  compare();
});
if (document.getElementById("bell").value) compare();
