// Ctrl-K: rooms, acts of this page, a reference, or words to look for.
const palette = document.getElementById("palette");
const field = palette?.querySelector("input[name=words]");
const list = palette?.querySelector("[role=listbox]");
let chosen = 0;

function offers(words) {
  const wanted = words.trim().toLowerCase();
  const found = [];
  for (const element of document.querySelectorAll("[data-command]")) {
    const name = element.dataset.command.trim();
    if (wanted && !name.toLowerCase().includes(wanted)) continue;
    const keys = element.dataset.go ? `g ${element.dataset.go}` : element.dataset.key || "";
    found.push({ name, keys, run: () => element.click() });
  }
  const look = { name: `${palette.dataset.searchLabel} “${words.trim()}”`, keys: "", run: () => field.form.submit() };
  return wanted ? [...found, look] : found;
}

function item(offer, index) {
  const line = document.createElement("li");
  line.id = `offer-${index}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", String(index === chosen));
  const name = document.createElement("span");
  name.textContent = offer.name;
  line.append(name);
  if (offer.keys) {
    const keys = document.createElement("kbd");
    keys.className = "key";
    keys.textContent = offer.keys;
    line.append(keys);
  }
  line.addEventListener("click", () => go(offer));
  return line;
}

function draw() {
  const found = offers(field.value);
  chosen = Math.max(0, Math.min(chosen, found.length - 1));
  list.replaceChildren(...found.map(item));
  field.setAttribute("aria-activedescendant", found.length ? `offer-${chosen}` : "");
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
}

function go(offer) {
  palette.close();
  offer.run();
}

document.addEventListener("keydown", (event) => {
  if (!palette || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (palette.open) return;
  field.value = "";
  chosen = 0;
  draw();
  palette.showModal();
});

field?.addEventListener("input", () => {
  chosen = 0;
  draw();
});

field?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const count = Math.max(list.children.length, 1);
    chosen = (chosen + step + count) % count;
    draw();
  }
  if (event.key === "Enter") {
    event.preventDefault();
    const found = offers(field.value);
    if (found[chosen]) go(found[chosen]);
  }
});
