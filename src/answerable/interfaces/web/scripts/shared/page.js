// What small scripts do for every page. Nothing here is needed to use a page.

// A form that was sent once is not sent again by a second press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.hasAttribute("hx-post") || form.hasAttribute("data-again")) return;
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// Coming back to a page from the browser's memory, the form can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-prints]")) window.print();
});

// How much may still be written, once that begins to matter.
for (const counter of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(counter.dataset.counts);
  const show = () => {
    const written = [...field.value].length;
    counter.hidden = written < field.dataset.limit * 0.8;
    counter.textContent = `${written} / ${field.dataset.limit}`;
  };
  field?.addEventListener("input", show);
  if (field) show();
}

// A part that only one choice needs.
function showNeeded() {
  for (const part of document.querySelectorAll("[data-only-if]")) {
    const [name, ...values] = part.dataset.onlyIf.split(" ");
    const chosen = document.querySelector(`[name="${name}"]:checked`);
    part.hidden = !(chosen && values.includes(chosen.value));
  }
}
document.addEventListener("change", showNeeded);
showNeeded();

// The summary of what is wrong is read out first.
document.querySelector(".error-summary")?.focus();
for (const shown of document.querySelectorAll(".js-only[hidden]")) shown.hidden = false;

// On paper nothing is folded away.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});
