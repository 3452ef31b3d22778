// Focus never falls to nowhere. After an action it goes to what data-then of its button names, else to the same control of the next row (its
// [data-main] when it has none), else of a row before, else to the primary action. After a renewal it stays; where its row is gone it goes to
// the next one, the one before, the heading. On a page an action led to, it goes to [data-first] for those who came by keys.
const on = (name, act) => document.addEventListener(name, act, true);
const ROWS = "article[id], tr[id], li[id], .pick[id]", CONTROLS = ":is(a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'])";
const canFocus = (element) => element?.isConnected && !element.disabled && element.checkVisibility({ visibilityProperty: true });
const focusable = (area = document.getElementById("main")) => [...(area?.querySelectorAll(CONTROLS) ?? [])].filter(canFocus);
const kindOf = (id) => id && new RegExp(`^${id.replace(/[^\w-]/g, "\\$&").replace(/\d+/g, "\\d+")}$`);
const LED = "led-here";
let where = null, byKeys = false;

function remember({ detail: { ctx } }) {
  const at = document.activeElement, main = document.getElementById("main");
  if (!main?.contains(at) || at === main) { where = null; return; }
  const form = at.closest("form"), acted = form && form === (ctx.request?.form ?? ctx.sourceElement) && form.method === "post" && !form.getAttribute("hx-sync")?.includes("queue last");
  const source = acted ? ctx.request.submitter ?? form.querySelector("button:not([type=button])") ?? at : at;
  const row = at.closest(ROWS), rows = row ? [...row.parentElement.children].filter((one) => one.matches(ROWS)).map(({ id }) => id) : [];
  const place = row ? rows.indexOf(row.id) : -1;
  where = {
    acted, id: at.id, index: focusable().indexOf(at), then: source.dataset.then?.split(" ") ?? [], kind: kindOf(source.id),
    opener: at.closest("details[id]")?.id, list: row?.parentElement.closest("[id]")?.id, rows: [...rows.slice(place + 1), ...rows.slice(0, Math.max(place, 0)).reverse()],
  };
}

function* actedNext() {
  for (const id of where.then) yield document.getElementById(id);
  yield* inRows((row) => focusable(row).find(({ id }) => where.kind?.test(id)) ?? row.querySelector("[data-main]"));
  if (where.opener) yield document.querySelector(`#${CSS.escape(where.opener)} > summary`);
  yield document.getElementById(where.id);
  yield focusable().find((element) => element.matches(".primary, [data-primary]"));
}

function* renewed() {
  yield document.getElementById(where.id);
  yield* inRows((row) => focusable(row).find(({ id }) => where.kind?.test(id)) ?? focusable(row)[0]);
  const heading = where.list && document.getElementById(where.list)?.querySelector("h1, h2, h3");
  if (heading) { heading.tabIndex = -1; yield heading; }
}

function* inRows(find) {
  for (const id of where.rows) { const row = document.getElementById(id); if (row) yield find(row); }
}

function restore({ detail: { ctx } }) {
  if (ctx.response?.status === 422) {
    const scope = ctx.target?.isConnected ? ctx.target : document, wrong = scope.querySelector(".errors") ?? scope.querySelector("[aria-invalid]");
    wrong?.focus();
    if (wrong) where = null;
  }
  if (!where) return;
  const lost = document.activeElement === document.body || !canFocus(document.activeElement);
  if (where.acted || lost) {
    const all = focusable(), next = [...(where.acted ? actedNext() : renewed()), all[where.index] ?? all[where.index - 1], document.getElementById("main")];
    next.find(canFocus)?.focus({ preventScroll: !byKeys });
  }
  where = null;
}

on("htmx:before:swap", remember);
on("htmx:after:swap", restore);
on("keydown", () => { byKeys = true; });
on("pointerdown", () => { byKeys = false; });

// An action that leads to another page.
on("htmx:before:response", ({ detail: { ctx } }) => { if (ctx.response.headers.get("HX-Redirect")) sessionStorage.setItem(LED, byKeys ? "keys" : "finger"); });
on("submit", ({ target }) => { if (target.method === "post" && !target.hasAttribute("hx-post")) sessionStorage.setItem(LED, byKeys ? "keys" : "finger"); });
const led = sessionStorage.getItem(LED);
sessionStorage.removeItem(LED);
if (led && document.activeElement === document.body) {
  const main = document.getElementById("main");
  [main?.querySelector("[autofocus]"), led === "keys" && main?.querySelector("[data-first]"), main].find(canFocus)?.focus({ preventScroll: true });
}
