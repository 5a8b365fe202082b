// Boxes drawn on a picture fill the numbers of the next empty row. Without this, and by keyboard, one types them.
const NAMES = ["left", "top", "width", "height"];
const SVG = "http://www.w3.org/2000/svg";

function enhance(frame) {
  const drawing = frame.querySelector("svg");
  const rows = [...document.querySelectorAll("[data-box]")].map((row) => NAMES.map((name) => row.querySelector(`[name$="-${name}"]`)));
  const show = () => {
    const boxes = rows.map((fields) => fields.map((field) => field.value)).filter((values) => values.every((value) => value !== ""));
    drawing.replaceChildren(
      ...boxes.map(([x, y, width, height]) => {
        const box = document.createElementNS(SVG, "rect");
        for (const [name, value] of Object.entries({ x, y, width, height })) box.setAttribute(name, value);
        return box;
      }),
    );
  };
  const place = (event) => {
    const area = drawing.getBoundingClientRect();
    const within = (part, whole) => Math.max(0, Math.min(100, (100 * part) / whole));
    return [within(event.clientX - area.left, area.width), within(event.clientY - area.top, area.height)];
  };
  const fill = (fields, values) => fields.forEach((field, index) => { field.value = values[index].toFixed(1); });
  let begun = null;
  drawing.addEventListener("pointerdown", (event) => {
    const fields = rows.find((row) => row.every((field) => field.value === ""));
    if (!fields) return;
    event.preventDefault();
    drawing.setPointerCapture(event.pointerId);
    begun = { fields, from: place(event) };
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!begun) return;
    const [x, y] = place(event);
    const [left, top] = begun.from;
    fill(begun.fields, [Math.min(x, left, 99.9), Math.min(y, top, 99.9), Math.max(0.1, Math.abs(x - left)), Math.max(0.1, Math.abs(y - top))]);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) drawing.addEventListener(end, () => { begun = null; });
  for (const field of rows.flat()) field.addEventListener("input", show);
}

for (const frame of document.querySelectorAll("[data-cover]")) enhance(frame);
