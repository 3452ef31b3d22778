// Keys of ui.keypad type into their input; the first key replaces what the server put there.
document.addEventListener("click", ({ target }) => {
  const key = target.closest("[data-key]")?.dataset.key;
  const input = key && document.getElementById(target.closest("[data-keypad]").dataset.keypad);
  if (!input) return;
  const old = input.dataset.typed ? input.value : key === "back" ? input.value : "";
  input.dataset.typed = "1";
  if (/[.,]/.test(key) && /[.,]/.test(old)) return;
  const value = key === "back" ? old.slice(0, -1) : old + key;
  if (input.maxLength > 0 && value.length > input.maxLength) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("input", ({ target, isTrusted }) => { if (isTrusted && target.dataset) target.dataset.typed = "1"; });
