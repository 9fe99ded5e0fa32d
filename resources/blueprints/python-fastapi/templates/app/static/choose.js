// Comfort only: a field with more choices than a list holds becomes a combobox. Without this file its search is a step of the form.
"use strict";

function combobox(field) {
  const input = field.querySelector("input[type=search]");
  const select = field.querySelector("select");
  const found = field.querySelector("[id$=-found]");
  const list = document.createElement("ul");
  let waiting;
  let marked = -1;

  const title = () => (select.value ? select.selectedOptions[0].textContent : "");
  const close = () => {
    list.hidden = true;
    marked = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (id, text) => {
    if (id && ![...select.options].some((option) => option.value === id)) select.add(new Option(text, id));
    select.value = id;
    input.value = text;
    found.textContent = id ? `${text} is chosen` : "Nothing is chosen";
    close();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const mark = (place) => {
    const rows = [...list.children];
    if (!rows.length) return;
    marked = (place + rows.length) % rows.length;
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === marked)));
    rows[marked].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[marked].id);
  };
  const show = ({ options, found: total }) => {
    list.replaceChildren(
      ...options.map(({ id, title: text }, number) => {
        const row = document.createElement("li");
        row.id = `${select.name}-option-${number}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.textContent = text;
        row.addEventListener("pointerdown", (event) => event.preventDefault());
        row.addEventListener("click", () => choose(String(id), text));
        return row;
      }),
    );
    marked = -1;
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const more = total > options.length ? `, the first ${options.length} are listed` : "";
    found.textContent = total ? `${total} found${more}` : "Nothing found";
  };
  const search = async () => {
    const address = new URL(field.dataset.options, location);
    address.searchParams.set("size", "20");
    if (input.value.trim() && input.value !== title()) address.searchParams.set("q", input.value.trim());
    const answer = await fetch(address);
    if (answer.ok && document.activeElement === input) show(await answer.json());
  };

  list.id = `${select.name}-options`;
  list.className = "options";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.getAttribute("aria-label"));
  input.closest(".search").append(list);
  input.type = "text";
  input.removeAttribute("name");
  input.value = title();
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  if (select.getAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${found.id} ${select.getAttribute("aria-describedby") || ""}`.trim());
  field.querySelector("label").htmlFor = select.name;
  select.removeAttribute("id");
  input.id = select.name;
  select.hidden = true;
  field.querySelector("button[name=find]").hidden = true;
  found.setAttribute("role", "status");

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 200);
  });
  input.addEventListener("click", () => list.hidden && search());
  input.addEventListener("blur", () => {
    clearTimeout(waiting);
    close();
    if (!input.value.trim() && select.value) choose("", "");
    else input.value = title();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) search();
      else mark(event.key === "ArrowDown" ? marked + 1 : Math.max(marked, 0) - 1);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      const row = list.children[Math.max(marked, 0)];
      if (marked >= 0 || list.children.length === 1) row.click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      input.value = title();
      close();
    }
  });
}

for (const field of document.querySelectorAll("[data-options]")) combobox(field);
