// Keys of ui.keypad type into the field that was touched last beside them, else into their own; the first key replaces what the server put
// there. The field keeps the caret, and no other keyboard comes up over it.
const TYPED = "input[inputmode=decimal], input[inputmode=numeric], input[data-pad]";
let touched = null;

const place = (element) => element.closest(".pad-body, .weigh") ?? element.closest("form");

function mark(input) {
  input.dataset.pad = "";
  input.inputMode = "none";
}

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches?.(TYPED) || !place(target)?.querySelector("[data-keypad]")) return;
  touched = target;
  mark(target);
});

document.addEventListener("pointerdown", (event) => event.target.closest("[data-key]") && event.preventDefault());
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-key]"), keypad = button?.closest("[data-keypad]");
  const input = button && (touched?.isConnected && place(keypad)?.contains(touched) && touched.checkVisibility() ? touched : document.getElementById(keypad.dataset.keypad));
  if (!input) return;
  const { key } = button.dataset, old = input.dataset.typed || key === "back" ? input.value : "";
  input.dataset.typed = "1";
  if (/[.,]/.test(key) && /[.,]/.test(old)) return;
  const value = key === "back" ? old.slice(0, -1) : old + key;
  if (input.maxLength > 0 && value.length > input.maxLength) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("input", ({ target, isTrusted }) => { if (isTrusted && target.dataset) target.dataset.typed = "1"; });
