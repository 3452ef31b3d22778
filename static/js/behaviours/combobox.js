// Typing in <input data-combobox="/powders/choices"> lists what the server answers to ?q=. Enter and Tab take the first, Esc gives back
// the text. data-value-target="id": hidden input for the id of what was taken. A box or powder that is scanned over a grid is taken into its
// line; where there is none of it, the list says so.
import Combobox from "../../vendor/combobox-nav/combobox-nav.js";

const WAIT_MS = 120, state = new WeakMap();

function boxOf(input) {
  if (!state.has(input)) {
    let list = document.getElementById(input.getAttribute("aria-controls"));
    if (!list) {
      list = Object.assign(document.createElement("ul"), { id: `${input.id}-list`, className: "choices-list", hidden: true });
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? "Choices");
      input.after(list);
    }
    list.popover = "manual";
    const nav = new Combobox(input, list, { tabInsertsSuggestions: false, firstOptionSelectionMode: "active" });
    list.addEventListener("combobox-commit", ({ target }) => take(input, target));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    state.set(input, { nav, list, timer: 0, asked: 0, before: input.value });
  }
  return state.get(input);
}

function open(input, box) {
  const isOpen = !box.list.hidden;
  box.list.hidden = false;
  if (!isOpen) { box.list.showPopover(); box.nav.start(); } else box.nav.resetSelection();
  place(input, box);
}

function place(input, box) {
  const at = input.getBoundingClientRect(), above = innerHeight - at.bottom < Math.min(box.list.offsetHeight, 260) && at.top > innerHeight - at.bottom;
  Object.assign(box.list.style, {
    position: "fixed", margin: "0", inset: "auto", minWidth: `${Math.max(at.width, 280)}px`,
    left: `${Math.max(8, Math.min(at.left, innerWidth - box.list.offsetWidth - 8))}px`,
    top: `${above ? at.top - box.list.offsetHeight - 5 : at.bottom + 5}px`,
  });
}

function close(box) {
  clearTimeout(box.timer);
  box.asked += 1;
  if (box.list.hidden) return;
  box.nav.stop();
  box.list.hidePopover();
  box.list.hidden = true;
}

async function ask(input, code) {
  const box = boxOf(input), turn = box.asked += 1, url = new URL(input.dataset.combobox, location);
  clearTimeout(box.timer);
  url.searchParams.set(code ? "code" : "q", code ?? input.value);
  const answer = await fetch(url, { headers: { "HX-Request-Type": "partial", "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || !answer.headers.get("X-Shop") || turn !== box.asked || document.activeElement !== input) return;
  const options = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("[role=option]");
  if (turn !== box.asked) return;
  box.list.replaceChildren(...options);
  if (code && options[0]?.dataset.value) take(input, options[0]);
  else if (options.length) open(input, box);
  else close(box);
}

function take(input, option) {
  const box = boxOf(input), hidden = document.getElementById(input.dataset.valueTarget);
  const swatch = input.closest(".cell")?.querySelector(".sw"), chosen = option.querySelector(".sw");
  input.value = box.before = option.dataset.text ?? option.textContent.trim();
  if (hidden) hidden.value = option.dataset.value ?? "";
  if (swatch && chosen) swatch.replaceWith(chosen.cloneNode(true));
  close(box);
  input.dispatchEvent(new CustomEvent("combobox:taken", { bubbles: true, detail: { ...option.dataset } }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

const inputOf = (event) => event.target.closest?.("input[data-combobox]");

document.addEventListener("focusin", (event) => { const input = inputOf(event); if (input) boxOf(input).before = input.value; });
document.addEventListener("focusout", (event) => { const input = inputOf(event); if (input) close(boxOf(input)); });
document.addEventListener("input", (event) => {
  const input = inputOf(event);
  if (!input || !event.isTrusted) return;
  const box = boxOf(input), hidden = document.getElementById(input.dataset.valueTarget);
  if (hidden) hidden.value = "";
  clearTimeout(box.timer);
  box.timer = setTimeout(ask, WAIT_MS, input);
});
document.addEventListener("keydown", (event) => {
  const input = inputOf(event);
  if (!input || event.isComposing) return;
  const box = boxOf(input), isOpen = !box.list.hidden;
  if (event.key === "ArrowDown" && !isOpen) { event.preventDefault(); event.stopPropagation(); ask(input); }
  else if (event.key === "Escape" && isOpen) { event.stopPropagation(); input.value = box.before; close(box); }
  else if (event.key === "Tab" && isOpen && !event.shiftKey)
    box.list.querySelector("[aria-selected=true], [data-combobox-option-default=true]")?.click();
}, true);
addEventListener("scroll", () => {
  const input = document.activeElement, box = state.get(input);
  if (box && !box.list.hidden) place(input, box);
}, { capture: true, passive: true });
document.addEventListener("scan", (event) => {
  const { code } = event.detail, at = document.activeElement, grid = /(^|\/)[BP]\/?\d+$/i.test(code) && document.querySelector("table[data-grid]");
  if (!grid) return;
  const first = [...grid.tBodies[0].rows].map((row) => row.querySelector("[data-combobox]"));
  const input = grid.contains(at) ? at.closest("[data-combobox]") ?? at.closest("tr").querySelector("[data-combobox]") : first.find(({ value }) => !value) ?? first[0];
  event.preventDefault();
  input.focus();
  ask(input, code);
});
