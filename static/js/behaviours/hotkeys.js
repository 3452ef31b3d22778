// data-hotkey="n" | "g b" | "Alt+m" on real links and buttons; Ctrl+Enter presses the page's primary action.
import { eventToHotkeyString, install, uninstall } from "../../vendor/hotkey/hotkey.js";

const KEPT = "single-keys-off", installed = new Set();
const isSingle = (element) => !/Alt|Control|Mod/.test(element.dataset.hotkey);
const areOff = () => localStorage.getItem(KEPT) === "1";

function refresh() {
  for (const element of installed) if (!element.isConnected || (areOff() && isSingle(element))) { uninstall(element); installed.delete(element); }
  for (const element of document.querySelectorAll("[data-hotkey]")) {
    if (installed.has(element) || (areOff() && isSingle(element))) continue;
    install(element);
    installed.add(element);
  }
}

function pressPrimary(from) {
  const form = from.closest?.("form");
  const button = form?.querySelector("[data-primary]") ?? document.querySelector("[data-primary]")
    ?? form?.querySelector("button.primary") ?? document.querySelector("#main button.primary");
  button?.click();
  return button;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (pressPrimary(event.target)) event.preventDefault();
  } else if (event.altKey && event.target.matches("input, select, textarea")) {
    const combo = [eventToHotkeyString(event), `Alt+${event.code.slice(-1).toLowerCase()}`];
    const control = [...document.querySelectorAll("[data-hotkey]")].find((element) => combo.includes(element.dataset.hotkey));
    if (control) { event.preventDefault(); control.click(); }
  }
});

// Who reads what is wrong with a form, or has one open, types for it: no letter may lead elsewhere.
const isBusy = () => document.querySelector("dialog[open]") || document.activeElement?.closest(".errors, form:has(.errors), details.drop[open] form");

// "?" lists the keys of the page, as the bar below it does where there is room.
function listKeys() {
  const all = [...document.querySelectorAll("footer.keys .key")];
  if (!all.length || document.querySelector("dialog[open]")) return;
  const dialog = document.createElement("dialog"), title = document.createElement("h2"), list = document.createElement("ul");
  title.textContent = "Keys of this page";
  title.id = "key-list";
  dialog.className = "key-list";
  dialog.setAttribute("aria-labelledby", title.id);
  for (const key of all) list.appendChild(document.createElement("li")).append(key.cloneNode(true));
  dialog.append(title, list);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || areOff() || event.target.matches?.("input, select, textarea")) return;
  event.preventDefault();
  listKeys();
});

// A scanner types letters too: a single key counts when nothing follows it at once.
const QUIET_MS = 40;
let lastKey = 0;
document.addEventListener("keydown", ({ timeStamp }) => { lastKey = timeStamp; }, true);
document.addEventListener("hotkey-fire", (event) => {
  const element = event.target, at = lastKey;
  event.preventDefault();
  if (isSingle(element) && isBusy()) return;
  setTimeout(() => { if (at === lastKey && element.isConnected) element.matches("input, select, textarea") ? element.focus() : element.click(); }, QUIET_MS);
}, true);

const choice = document.getElementById("single-keys");
if (choice) {
  choice.closest("[hidden]").hidden = false;
  choice.checked = !areOff();
  choice.addEventListener("change", () => { localStorage.setItem(KEPT, choice.checked ? "0" : "1"); refresh(); });
}
document.addEventListener("htmx:after:swap", refresh);
refresh();
