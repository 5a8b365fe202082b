// One key for each act. An element says its key with data-key; `g` and a room's key go to that room.
// The sheet (`?`) is written from what the page offers, so that it never differs from it.

const typing = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
const plain = (node) => ["radio", "checkbox", "button", "submit"].includes(node.type);
const shown = (node) => node.getClientRects().length > 0;
let going = 0;

export function press(element) {
  if (element.matches("input, textarea, select") && !plain(element)) {
    element.focus();
    element.select?.();
  } else if (element.matches("details")) {
    element.open = !element.open;
    element.querySelector(element.open ? "input:not([type=hidden]), textarea, select, button" : "summary")?.focus();
  } else {
    element.focus();
    element.click();
  }
}

const find = (name, key) =>
  [...document.querySelectorAll(`[data-${name}]`)].find((node) => node.dataset[name] === key && shown(node));

function goingSomewhere(event) {
  const now = Date.now();
  if (now - going < 1500) {
    going = 0;
    const room = [...document.querySelectorAll("[data-go]")].find((node) => node.dataset.go === event.key);
    if (room) {
      event.preventDefault();
      room.click();
    }
    return true;
  }
  if (event.key !== "g") return false;
  going = now;
  return true;
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
    event.preventDefault();
    target.form.requestSubmit(target.form.querySelector("button[data-main], button:not([type=button])"));
    return;
  }
  if (event.key === "Escape" && typing(target) && !document.querySelector("dialog[open]")) {
    target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if ((typing(target) && !plain(target)) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    showSheet();
    return;
  }
  if (goingSomewhere(event)) return;
  if (event.key === "Enter" && target.closest("a, button, summary, input, label")) return;
  const element = find("key", event.key);
  if (element) {
    event.preventDefault();
    press(element);
  }
});

// Function keys work while one types.
document.addEventListener("keydown", (event) => {
  if (!/^F\d+$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  const element = find("hot", event.key);
  if (element) {
    event.preventDefault();
    press(element);
  }
});

function label(element) {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll(".key, .unseen, svg, form")) part.remove();
  return copy.textContent.trim();
}

function fillSheet() {
  const sheet = document.querySelector("[data-keys-of-page]");
  const lines = [];
  for (const element of document.querySelectorAll("[data-key], [data-hot]")) {
    if (!shown(element)) continue;
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    key.className = "key";
    key.textContent = (element.dataset.hot || element.dataset.key).replace("Enter", "↵");
    term.append(key);
    const meaning = document.createElement("dd");
    meaning.textContent = label(element);
    lines.push(term, meaning);
  }
  sheet?.replaceChildren(...lines);
}

function showSheet() {
  fillSheet();
  document.getElementById("shortcuts")?.showModal();
}
document.querySelector("[data-opens=shortcuts]")?.addEventListener("click", fillSheet);

// The session is over, but the page still holds what was typed.
document.addEventListener("signed-out", () => {
  const banner = document.querySelector(".signed-out");
  if (banner) banner.hidden = false;
});
