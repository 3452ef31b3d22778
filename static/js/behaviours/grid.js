// <table data-grid="id of a <template> with one <tr>">: Enter next line, Ctrl+D same as above, Ctrl+Backspace deletes, arrows, rows pasted from
// a spreadsheet. Names and ids in the template carry __n__. [data-arrows]: arrow keys walk its links by where they stand.
const cells = (row) => [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];
const rowsOf = (table) => [...table.tBodies[0].rows];
const isEmpty = (row) => cells(row).every(({ value }) => !value);

function number(table) {
  rowsOf(table).forEach((row, i) => { const n = row.querySelector(".n"); if (n) n.firstChild.textContent = i + 1; });
}

function addRow(table) {
  const next = Number(table.dataset.next ?? rowsOf(table).length), holder = document.createElement("tbody");
  table.dataset.next = next + 1;
  holder.innerHTML = document.getElementById(table.dataset.grid).innerHTML.replaceAll("__n__", next);
  const row = table.tBodies[0].appendChild(holder.rows[0]);
  number(table);
  globalThis.htmx?.process(row);
  return row;
}

function enter(table, row) {
  const rows = rowsOf(table), next = rows[rows.indexOf(row) + 1];
  if (!next && isEmpty(row)) document.querySelector("[data-primary]")?.focus();
  else cells(next ?? addRow(table))[0].focus();
}

function sameAsAbove(table, row, cell) {
  const above = rowsOf(table)[rowsOf(table).indexOf(row) - 1], from = above && cells(above)[cells(row).indexOf(cell)];
  if (!from) return;
  const [to, swatch, kept] = [document.getElementById(cell.dataset.valueTarget), cell.closest(".cell")?.querySelector(".sw"), from.closest(".cell")?.querySelector(".sw")];
  cell.value = from.value;
  if (to) to.value = document.getElementById(from.dataset.valueTarget)?.value ?? "";
  if (swatch && kept) swatch.replaceWith(kept.cloneNode(true));
  cell.dispatchEvent(new Event("change", { bubbles: true }));
}

function remove(table, row) {
  const rows = rowsOf(table), at = rows.indexOf(row), form = row.closest("form");
  if (rows.length === 1) cells(addRow(table))[0].focus();
  row.remove();
  number(table);
  cells(rowsOf(table)[Math.min(at, rowsOf(table).length - 1)])[0].focus();
  form?.dispatchEvent(new Event("change", { bubbles: true }));
}

function upOrDown(table, row, cell, step) {
  const rows = rowsOf(table), to = rows[rows.indexOf(row) + step];
  if (to) { const other = cells(to)[cells(row).indexOf(cell)]; other.focus(); other.select?.(); }
}

function leftOrRight(row, cell, step) {
  const atEdge = cell.selectionStart === cell.selectionEnd && cell.selectionEnd === (step < 0 ? 0 : cell.value.length);
  const other = atEdge && cells(row)[cells(row).indexOf(cell) + step];
  if (other) { other.focus(); other.select?.(); }
  return other;
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event, table = target.closest?.("table[data-grid]");
  if (!table || event.defaultPrevented || event.isComposing || target.getAttribute("aria-expanded") === "true") return;
  const row = target.closest("tr"), ctrl = event.ctrlKey || event.metaKey, isText = target.matches("input");
  if (!row || !target.matches("input, select")) return;
  if (key === "Enter" && !ctrl) enter(table, row);
  else if (ctrl && key.toLowerCase() === "d") sameAsAbove(table, row, target);
  else if (ctrl && key === "Backspace") remove(table, row);
  else if (isText && !ctrl && (key === "ArrowUp" || key === "ArrowDown")) upOrDown(table, row, target, key === "ArrowUp" ? -1 : 1);
  else if (!(isText && !ctrl && !event.shiftKey && /^Arrow(Left|Right)$/.test(key) && leftOrRight(row, target, key === "ArrowLeft" ? -1 : 1))) return;
  event.preventDefault();
});

document.addEventListener("click", ({ target }) => {
  const adds = target.closest("[data-add-row]");
  if (adds) cells(addRow(document.getElementById(adds.dataset.addRow)))[0].focus();
});

document.addEventListener("paste", (event) => {
  const table = event.target.closest?.("table[data-grid]"), text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  if (!table || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  let row = event.target.closest("tr");
  const first = cells(row).indexOf(event.target);
  text.split(/\r?\n/).forEach((line, i) => {
    if (i) row = row.nextElementSibling ?? addRow(table);
    line.split(/\t|;/).forEach((value, j) => { const cell = cells(row)[first + j]; if (cell) { cell.value = value.trim(); cell.dispatchEvent(new Event("change", { bubbles: true })); } });
  });
});

const WAY = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
document.addEventListener("keydown", (event) => {
  const way = WAY[event.key], area = document.querySelector("[data-arrows]");
  if (!way || !area || event.target.matches("input, select, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
  const links = [...area.querySelectorAll("a.open")], from = links.includes(event.target) ? event.target.getBoundingClientRect() : null;
  const distance = (link) => {
    const at = link.getBoundingClientRect(), along = (at.x - from.x) * way[0] + (at.y - from.y) * way[1], across = Math.abs((at.x - from.x) * way[1]) + Math.abs((at.y - from.y) * way[0]);
    return along > 4 && (way[0] || across < 40) ? along * (way[0] ? 4 : 1) + across : Infinity;
  };
  const next = from ? links.map((link) => [distance(link), link]).sort((a, b) => a[0] - b[0])[0] : [0, links[0]];
  if (!next || next[0] === Infinity || !next[1]) return;
  event.preventDefault();
  next[1].focus();
});
