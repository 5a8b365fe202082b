// Small comforts of forms. Each form works without them.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
});

// A text that is being written is not lost by a slip: the browser asks before it leaves.
let changed = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) changed = true;
});
document.addEventListener("submit", () => {
  changed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// Time since the call began; it is counted here and told to nobody.
const timer = document.querySelector("[data-timer]");
if (timer) {
  const began = Date.now();
  const show = () => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  show();
  setInterval(show, 1000);
}

// What a press puts into a field: the text of a template, a topic, a place.
document.addEventListener("click", (event) => {
  const filler = event.target.closest("[data-fills]");
  const field = filler && document.getElementById(filler.dataset.fills);
  if (!field) return;
  field.value = filler.dataset.value ?? "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  if (!filler.hasAttribute("data-stays")) field.focus();
});

// The script of a call, one question at a time: space or a press goes on.
const script = document.querySelector("[data-script]");
if (script) {
  const lines = [...script.children];
  let place = 0;
  const show = () => {
    for (const [index, line] of lines.entries()) line.toggleAttribute("data-now", index === place);
  };
  const on = () => {
    place = (place + 1) % lines.length;
    show();
  };
  script.classList.add("stepped");
  script.addEventListener("click", on);
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || /^(INPUT|TEXTAREA|SELECT|BUTTON|SUMMARY|A)$/.test(event.target.tagName)) return;
    event.preventDefault();
    on();
  });
  show();
}
