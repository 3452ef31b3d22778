// A scanner types fast and ends with Enter or Tab. The field under it gets its text and caret back; the code goes to form[data-scan], to who
// listens for "scan", or opens the job, box, batch or name tile. A field with data-scan="keep" takes the text, and so does any field when it is
// no code of ours: somebody types fast, or a scale or gauge does.
const CODE = /^(?:https?:\/\/[^/]+\/)?(?:[JBSPROU]|LA)\/?\d{1,9}(?:-\d+(?:R\d+)?)?$|^C:[A-Z]+$/i;
const GAP_MS = 35, LEAST = 4, AGAIN_MS = 2000, BADGE = /^U\d+$/i;
let keys = [], before = null, last = { code: "", at: -AGAIN_MS };

const textOf = (element) => (element?.matches?.("input, textarea") ? { element, value: element.value, start: element.selectionStart, end: element.selectionEnd } : null);

function giveBack() {
  if (!before?.element.isConnected) return;
  before.element.value = before.value;
  try { before.element.setSelectionRange(before.start, before.end); } catch { /* number fields have no caret */ }
}

function use(code, at) {
  if (code === last.code && at - last.at < AGAIN_MS) return;
  last = { code, at };
  const form = document.querySelector("form[data-scan]"), field = form?.querySelector("[name=code]");
  if (!document.dispatchEvent(new CustomEvent("scan", { detail: { code }, cancelable: true }))) return;
  const label = /^(?:https?:\/\/[^/]+)?\/?([JBSU])\/?(\d{1,9}(?:-\d+\w*)?)$/i.exec(code), is = label?.[1].toUpperCase();
  if (is === "U") {
    const next = document.body.matches(".floor") ? location.pathname : new URLSearchParams(location.search).get("next") ?? "";
    if (!document.body.matches(".desk")) location.assign(`/U/${label[2]}?next=${encodeURIComponent(next)}`);
    return;
  }
  if (field) { field.value = code; form.requestSubmit(); return; }
  const grid = document.querySelector("table[data-grid]"), job = /^(?:.*\/)?J\/?(\d{1,9})/i.exec(code);
  if (grid) {   // what is typed there is not left; into an empty one a job is copied
    const typed = [...grid.querySelectorAll("td input")].some(({ value, defaultValue }) => value !== defaultValue);
    if (job && !typed) location.assign(`/jobs/new?copy=${job[1]}`);
    return;
  }
  if (label) location.assign(`/${label[1].toUpperCase()}/${label[2]}`);
}

document.addEventListener("keydown", (event) => {
  const now = event.timeStamp, ends = event.key === "Enter" || event.key === "Tab";
  if (event.target.dataset?.scan === "keep" || event.ctrlKey || event.altKey || event.metaKey) { keys = []; return; }
  if (keys.length && now - keys.at(-1).at > GAP_MS) keys = [];
  const code = keys.map(({ key }) => key).join("");
  if (ends && (keys.length >= LEAST || BADGE.test(code))) {
    keys = [];
    if (before && !CODE.test(code)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    giveBack();
    use(code, now);
  } else if (event.key.length === 1) {
    if (!keys.length) before = textOf(event.target);
    keys.push({ key: event.key, at: now });
  } else if (event.key !== "Shift") keys = [];
}, true);
