// What every page does: tokens, answers that are not ours, no answer at all, double taps, saves that overtake each other.
import "./behaviours/hotkeys.js";
import "./behaviours/combobox.js";
import "./behaviours/clock.js";
import "./behaviours/keypad.js";
import "./behaviours/grid.js";
import "./behaviours/drop.js";
import "./behaviours/focus.js";
import "./behaviours/scan.js";
import "./behaviours/lock.js";
import "./behaviours/fields.js";
import "./behaviours/leaving.js";
import { SAME_PLACE_PX, DOUBLE_TAP_MS, send, tapped } from "./send.js";

const on = (name, act, capture = false) => document.addEventListener(name, act, capture);
const trouble = document.getElementById("trouble");
const sending = new WeakMap();      // form -> { was: what was sent, changed: whether more was typed meanwhile }, while the answer is on its way
let failed = null;

// A fresh key: crypto.randomUUID is missing on plain http.
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const typed = (form) => new URLSearchParams([...new FormData(form)].filter(([name, value]) =>
  typeof value === "string" && !["csrf_token", "operation_key", "version"].includes(name))).toString();
const savesFields = (form) => form?.getAttribute("hx-sync")?.includes("queue last");

on("htmx:config:request", (event) => {
  const { request, sourceEvent } = event.detail.ctx, form = request.form;
  if (sourceEvent?.type === "every") request.headers["X-Poll"] = "1";   // nobody touched anything
  if (!/^(GET|HEAD)$/.test(request.method)) request.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf]").content;
  if (!savesFields(form)) return;
  if (sending.has(form)) event.preventDefault();           // sent again with the new version when the answer is here
  else sending.set(form, { was: typed(form), changed: false });
});

on("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.headers.get("X-Shop")) return;
  event.preventDefault();
  sayTrouble(ctx, "Something between here and the shop's computer answered instead of it. What you typed is kept.");
});

on("htmx:error", ({ detail: { ctx } }) => {
  if (ctx && !ctx.response) sayTrouble(ctx, "No answer from the shop's computer. What you typed is kept.");
});

function sayTrouble(ctx, why) {
  failed = { element: ctx.sourceElement, submitter: ctx.request.submitter };
  trouble.firstElementChild.textContent = why;
  trouble.hidden = false;
}

document.getElementById("trouble-retry").addEventListener("click", () => {
  trouble.hidden = true;
  if (failed?.element.isConnected) send(failed.element, failed.submitter);
  else location.reload();
});

on("htmx:after:request", ({ detail: { ctx } }) => {
  trouble.hidden = true;
  if (ctx.response.status < 400) document.querySelectorAll(".toast.stop").forEach((toast) => toast.remove());
  for (const [tab, lines] of Object.entries(JSON.parse(ctx.response.headers.get("X-Waiting") ?? "{}"))) {
    const said = document.getElementById(`waiting-${tab}`);
    if (said) said.textContent = lines || "";
  }
});

on("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = ctx.request.form, key = form?.elements.operation_key, sent = sending.get(form);
  sending.delete(form);
  if (!form?.isConnected || !ctx.response || ctx.response.status >= 400) return;
  if (key && ctx.request.body?.get?.("operation_key") === key.value) key.value = newKey();   // done: the next press is another one
  if (sent?.changed) setTimeout(() => send(form));
});

// A second tap on the same control, or on what took its place, is not a wish.
on("submit", (event) => {
  const now = performance.now(), control = event.submitter ?? event.target;
  const box = control.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  const same = control === tapped.control || Math.hypot(x - tapped.x, y - tapped.y) < SAME_PLACE_PX;
  if (same && now - tapped.at < DOUBLE_TAP_MS) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else Object.assign(tapped, { at: now, x, y, control });
}, true);

on("htmx:before:swap", ({ detail: { ctx } }) => {
  const form = ctx.request?.form, sent = sending.get(form);
  if (sent) sent.changed = sent.was !== typed(form);
});

// Toasts leave by themselves; a refusal stays until it is pressed away or something works.
on("animationend", ({ animationName, target }) => animationName === "toast-leaves" && target.remove());
on("click", ({ target }) => (target.closest("[data-close]") || !target.closest("a, button")) && target.closest(".toast")?.remove());
