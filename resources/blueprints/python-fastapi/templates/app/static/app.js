// Comfort only: live search, facts of what is chosen, drag on boards, toasts, menus. Every page works without this file.
"use strict";

const get = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function announce(text, tone = "ok") {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.tone = tone;
  toast.setAttribute("role", tone === "bad" ? "alert" : "status");
  toast.textContent = text;
  document.body.append(toast);
  setTimeout(() => toast.remove(), 6000);
}

function liveSearch(form) {
  let waiting;
  const refresh = async () => {
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, value);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["[data-live=rows]", "[data-live=tabs]"]) {
      const fresh = get(part, page);
      if (fresh && get(part)) get(part).replaceWith(fresh);
    }
    history.replaceState(null, "", address);
  };
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 220);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "search") refresh();
  });
  for (const button of all("[data-quiet]", form)) button.hidden = true;
}

function explainChoices(part) {
  part.parentElement.addEventListener("change", async (event) => {
    if (event.target.tagName !== "SELECT") return;
    const address = new URL(location.pathname, location);
    for (const select of all("select", part.parentElement)) address.searchParams.set(select.name, select.value);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    part.replaceChildren(...get("[data-live=chosen]", page).childNodes);
  });
}

function below(lane, y) {
  const behind = (tile) => y < tile.getBoundingClientRect().top + tile.offsetHeight / 2;
  return all(".tile:not(.over)", lane).find(behind) ?? get(".more", lane);
}

function send(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(input);
  }
  form.requestSubmit();
}

function dragTiles(board) {
  let held = null;
  const lanes = all(".lane", board);
  const place = document.createElement("p");
  place.className = "drop";
  const ordered = "ordered" in board.dataset;
  const settle = () => {
    for (const lane of lanes) lane.classList.remove("ready", "closed");
    held?.classList.remove("over");
    place.remove();
    held = null;
  };
  board.addEventListener("dragstart", (event) => {
    held = event.target.closest(".tile");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    held.classList.add("over");
    const steps = held.dataset.steps.split(" ");
    const home = held.closest(".lane");
    for (const lane of lanes) {
      if (ordered) lane.classList.add("ready");
      else if (lane !== home) lane.classList.add(steps.includes(lane.dataset.state) ? "ready" : "closed");
    }
  });
  board.addEventListener("dragend", settle);
  board.addEventListener("dragover", (event) => {
    const lane = held && event.target.closest(".ready, .closed");
    if (!lane) return place.remove();
    event.preventDefault();
    if (lane.classList.contains("closed")) return place.remove();
    place.textContent = `Drop to ${lane.dataset.step.toLowerCase()}`;
    if (ordered) return lane.insertBefore(place, below(lane, event.clientY));
    if (place.parentElement !== lane) get("header", lane).after(place);
  });
  board.addEventListener("drop", (event) => {
    const lane = held && event.target.closest(".ready, .closed");
    if (!lane) return;
    event.preventDefault();
    if (ordered) {
      const form = get("form", held);
      if (form) send(form, { to: lane.dataset.state, before: below(lane, event.clientY)?.dataset.id ?? "" });
      return settle();
    }
    const button = get(`button[name=to][value="${lane.dataset.state}"]`, held);
    const from = held.closest(".lane").getAttribute("aria-label");
    if (button) button.click();
    else announce(`There is no step from “${from}” to “${lane.getAttribute("aria-label")}”.`, "bad");
    settle();
  });
}

function closeMenus(event) {
  for (const menu of all("details.menu[open]")) {
    if (event.key === "Escape") get("summary", menu).focus();
    else if (menu.contains(event.target)) continue;
    menu.open = false;
  }
}

for (const form of all("form[data-live-search]")) liveSearch(form);
for (const part of all("[data-live=chosen]")) explainChoices(part);
for (const board of all(".board")) dragTiles(board);
for (const toast of all(".toast")) setTimeout(() => toast.remove(), 6000);
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
const summary = get("[role=alert][tabindex]");
if (summary) summary.focus();
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(event);
  const typing = event.target.closest("input, textarea, select");
  const search = get("input[type=search]");
  if (event.key === "/" && !typing && search) {
    event.preventDefault();
    search.focus();
  }
});
