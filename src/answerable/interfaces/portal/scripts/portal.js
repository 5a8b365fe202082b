// The public pages work without any of this. It saves a press here and a lost line there.
import "../../web/scripts/shared/page.js";
import { fillFromFragment } from "./parts/fragment.js";
import { watchLine } from "./parts/line.js";
import { offerMap } from "../../web/scripts/shared/map-offer.js";

fillFromFragment();
watchLine();
offerMap();

// Files may be dropped on the field.
for (const drop of document.querySelectorAll("[data-drop]")) {
  const input = drop.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }
}
