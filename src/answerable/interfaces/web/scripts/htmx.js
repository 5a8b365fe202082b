// htmx for the pages that use it. Its settings stand in a <meta name="htmx-config"> of the layout.
import htmx from "htmx.org";

window.htmx = htmx;
