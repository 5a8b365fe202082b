// When the line is down, say so and keep the page; when it is back, send what was typed. Nothing is stored in the browser.
export function watchLine() {
  const notice = document.querySelector("[data-offline]");
  if (!notice) return;
  const waiting = new Set();

  // page.js shows what is only for scripts; this one only when it is needed.
  notice.hidden = true;

  function show(down) {
    notice.hidden = !down;
  }

  document.addEventListener("htmx:sendError", (event) => {
    waiting.add(event.detail.elt);
    show(true);
  });
  window.addEventListener("offline", () => show(true));
  window.addEventListener("online", () => {
    show(false);
    for (const element of waiting) window.htmx?.trigger(element, "focusout");
    waiting.clear();
  });

  // Without a line a press on the button would lead to the browser's own error page.
  document.addEventListener(
    "submit",
    (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      show(true);
      notice.scrollIntoView({ block: "center" });
    },
    true,
  );
}
