// A select with many options becomes one that is searched by typing. Without this it stays a select.
const SHOWN = 60;
let number = 0;

const said = (option) => (option?.value ? option.dataset.path || option.textContent.trim() : "");

function parts(select) {
  number += 1;
  const field = document.createElement("input");
  const list = document.createElement("ul");
  list.id = `choices-${number}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  Object.assign(field, { type: "text", className: "input", autocomplete: "off" });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    field.setAttribute(name, value);
  }
  for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  }
  for (const name of ["key", "hot", "keyLabel"]) {
    if (select.dataset[name]) field.dataset[name] = select.dataset[name];
    delete select.dataset[name];
  }
  const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label) {
    field.id = `${select.id}-search`;
    label.htmlFor = field.id;
  }
  list.setAttribute("aria-label", label ? label.textContent.trim() : select.getAttribute("aria-label") || "…");
  const box = document.createElement("div");
  box.className = "search-select";
  select.before(box);
  box.append(field, list, select);
  select.hidden = true;
  select.required = false;
  return { field, list };
}

function enhance(select) {
  const { field, list } = parts(select);
  let found = [];
  let chosen = 0;
  let typed = false;
  const tell = () => select.dispatchEvent(new Event("change", { bubbles: true }));
  const settle = () => {
    field.value = said(select.selectedOptions[0]);
    typed = false;
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    select.value = option.value;
    settle();
    close();
    tell();
  };
  const draw = () => {
    const words = typed ? field.value.trim().toLowerCase().split(/\s+/).filter(Boolean) : [];
    found = [...select.options]
      .filter((option) => option.value)
      .filter((option) => words.every((word) => `${said(option)} ${option.dataset.words || ""}`.toLowerCase().includes(word)))
      .slice(0, SHOWN);
    chosen = Math.max(0, Math.min(chosen, found.length - 1));
    list.replaceChildren(
      ...found.map((option, index) => {
        const line = document.createElement("li");
        line.id = `${list.id}-${index}`;
        line.setAttribute("role", "option");
        line.setAttribute("aria-selected", String(index === chosen));
        line.textContent = said(option);
        line.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(option);
        });
        return line;
      }),
    );
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (found.length) field.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", () => {
    typed = true;
    chosen = 0;
    draw();
  });
  field.addEventListener("blur", () => {
    const empty = [...select.options].some((option) => !option.value);
    if (!field.value.trim() && empty && select.value) {
      select.value = "";
      tell();
    }
    settle();
    close();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!list.hidden) chosen = (chosen + step + found.length) % Math.max(found.length, 1);
      draw();
    } else if (event.key === "Enter" && !list.hidden && !event.ctrlKey) {
      event.preventDefault();
      if (found[chosen]) take(found[chosen]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      settle();
      close();
    }
  });
  select.addEventListener("change", settle);
  settle();
}

function enhanceAll() {
  for (const select of document.querySelectorAll("select[data-search]:not([hidden])")) enhance(select);
}
enhanceAll();
document.addEventListener("htmx:afterSwap", enhanceAll);
