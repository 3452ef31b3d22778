// What a page leaves behind. One that the browser kept may be another person's, or hours old: it loads again.
addEventListener("pagehide", ({ persisted }) => { if (persisted) document.body.hidden = true; });
addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });

// What somebody typed on a floor page stays theirs when another takes the tablet: kept by person and address, given back when the same person opens
// the page again. Only words and numbers, no secrets, for half a day; what was saved is forgotten.
const KEPT_MS = 12 * 3600e3, { person } = document.body.dataset;
const name = `draft:${person}:${location.pathname}`;
const isDraft = (field) => field.id && field.matches("input:is([type=text], [type=number], :not([type])), textarea") && !field.closest("dialog") && !/pin|password|secret/.test(field.name);
const read = () => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };

function keep(fields) {
  if (Object.keys(fields).length) localStorage.setItem(name, JSON.stringify(fields));
  else localStorage.removeItem(name);
}

function forget(form) {
  const fields = read();
  for (const field of form?.elements ?? []) delete fields[field.id];
  keep(fields);
}

function giveBack() {
  let given = false;
  for (const [id, { typed, at }] of Object.entries(read())) {
    const field = document.getElementById(id);
    if (!field || !isDraft(field) || Date.now() - at > KEPT_MS || field.value !== field.defaultValue || field.value === typed) continue;
    field.closest("details")?.setAttribute("open", "");
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    given = true;
  }
  if (!given) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = "What you typed here is back.";
  document.getElementById("toasts").append(toast);
}

if (person) {
  giveBack();
  document.addEventListener("input", ({ target }) => {
    if (isDraft(target)) keep({ ...read(), [target.id]: { typed: target.value, at: Date.now() } });
  });
  document.addEventListener("submit", ({ target }) => { if (!target.hasAttribute("hx-post")) forget(target); });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => { if (ctx.response.status < 400 && ctx.request.method !== "GET") forget(ctx.request.form); });
}
