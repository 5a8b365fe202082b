// Lists by keyboard: j and k move, Enter opens, x selects. New rows are announced, never pushed in.
const rows = () => [...document.querySelectorAll("[data-row]")];
let current = -1;

function show(index) {
  const all = rows();
  if (!all.length) return;
  current = Math.max(0, Math.min(index, all.length - 1));
  all[current].querySelector("a")?.focus({ preventScroll: true });
  all[current].scrollIntoView({ block: "nearest" });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]");
  if (row) current = rows().indexOf(row);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !rows().length) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
  if (document.querySelector("dialog[open]")) return;
  if (current < 0) current = rows().findIndex((row) => row.hasAttribute("data-open"));
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    show(current + (event.key === "j" ? 1 : -1));
  }
  if (event.key === "x" && current >= 0) {
    const box = rows()[current].querySelector("input[type=checkbox]");
    if (!box) return;
    event.preventDefault();
    box.click();
  }
});

// The bar for many rows appears with the first one that is selected.
function count() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const chosen = document.querySelectorAll("[data-row] input[type=checkbox]:checked").length;
  bar.hidden = chosen === 0;
  const number = bar.querySelector("[data-bulk-count]");
  if (number) number.textContent = chosen;
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) {
    for (const box of document.querySelectorAll("[data-row] input[type=checkbox]")) box.checked = event.target.checked;
  }
  if (event.target.matches("input[type=checkbox]")) count();
});
count();

// The open case stays in sight in its list.
document.querySelector("[data-row][data-open]")?.scrollIntoView({ block: "center" });
