// dialog#ask on top of the page: who was away too long comes back, who changes settings confirms it, a supervisor stands beside. What waited
// for that is sent again, with its operation key. A floor page nobody touched for data-idle-seconds is covered, unless it is a walk-up's.
import { send } from "../send.js";

const AGAIN = "/signin/again", BESIDE = "/signin/beside";
const dialog = document.getElementById("ask"), waiting = new Map();   // element -> the button it was sent by
const on = (name, act) => document.addEventListener(name, act);
let beside = null, passed = false, filling = false;

const covers = () => dialog.classList.contains("covers");

async function fill(url) {
  if (filling || dialog.open) return;
  filling = true;
  await htmx.ajax("GET", url, { target: dialog, swap: "innerHTML" }).catch(() => {});
  filling = false;
  dialog.classList.toggle("covers", !dialog.querySelector("[data-close]"));
  passed = false;
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
}

function close() {
  passed = true;
  beside = null;
  if (dialog.open) dialog.close();
}

dialog.addEventListener("cancel", (event) => covers() && event.preventDefault());
dialog.addEventListener("close", () => {
  if (covers() && !passed) dialog.showModal();
  else if (!passed) waiting.clear();
});
dialog.addEventListener("click", ({ target }) => target.closest("[data-close]") && dialog.close());

// The answer says what is missing; nothing of it goes into the page.
on("htmx:after:request", (event) => {
  const { ctx } = event.detail, needed = /signin-needed|supervisor-needed/.exec(ctx.response.headers.get("HX-Trigger") ?? "")?.[0];
  const element = ctx.sourceElement;
  if (!needed || document.body.matches(".wall")) { if (waiting.delete(element)) close(); return; }
  event.preventDefault();
  waiting.set(element, ctx.request.submitter);
  if (needed === "signin-needed") return void fill(AGAIN);
  const why = dialog.open && dialog.querySelector("[data-why]");
  if (!why) return void fill(BESIDE);
  why.textContent = JSON.parse(ctx.response.headers.get("HX-Trigger"))[needed].why;
  const pin = dialog.querySelector("[name=supervisor_pin]");
  pin.value = "";
  pin.focus();
});

on("signed-in", ({ detail: { csrf } }) => {
  document.querySelector("meta[name=csrf]").content = csrf;
  for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = csrf;
  const again = [...waiting];
  waiting.clear();
  close();
  for (const [element, submitter] of again) if (element.isConnected) send(element, submitter);
});

// A supervisor's PIN goes along with the one request that waits.
dialog.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-beside]")) return;
  event.preventDefault();
  const [element, submitter] = [...waiting].at(-1) ?? [];
  if (!element?.isConnected) return close();
  beside = new FormData(event.target);
  send(element, submitter);
});
on("htmx:config:request", ({ detail: { ctx } }) => {
  if (!beside || !waiting.has(ctx.sourceElement)) return;
  for (const name of ["supervisor_id", "supervisor_pin"]) ctx.request.body.set(name, beside.get(name) ?? "");
  beside = null;
});

const idle = Number(document.body.dataset.idleSeconds) * 1000;
let touched = Date.now();

function look() {
  if (Date.now() - touched < idle || dialog.open) return;
  const line = document.querySelector("[data-walk-up]");
  if (line) line.hidden = false;
  else fill(`${AGAIN}?idle=1`);
}

if (idle) {
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, () => { touched = Date.now(); }, true);
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
}
