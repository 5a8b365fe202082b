// htmx for the pages that use it. Its settings stand in a <meta name="htmx-config"> of the layout.
import htmx from "htmx.org";

window.htmx = htmx;

// On loading it notes the address of the page for its history, even where that is off. Nothing stays in the browser.
try {
  sessionStorage.removeItem("htmx-current-path-for-history");
} catch {
  // Storage is blocked, so nothing was noted either.
}
