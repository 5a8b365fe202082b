// The map is large, so it is fetched only when somebody asks for it.
export function offerMap() {
  const part = document.querySelector("[data-map]");
  if (!part) return;
  const opener = part.querySelector("[data-map-open]");

  opener.addEventListener("click", async () => {
    opener.setAttribute("aria-busy", "true");
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = part.dataset.mapStyle;
    document.head.append(style);
    try {
      const { drawMap } = await import(part.dataset.mapScript);
      part.querySelector(".map-card").hidden = false;
      await drawMap(part);
      opener.hidden = true;
    } catch {
      part.querySelector(".map-card").hidden = true;
      const sorry = document.createElement("p");
      sorry.className = "hint";
      sorry.textContent = part.dataset.failed;
      opener.replaceWith(sorry);
    }
  });
}
