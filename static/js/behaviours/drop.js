// details.drop: opening puts the caret into its first field, Esc and a click elsewhere close it.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details.drop[open]")) target.querySelector(".drop-body :is(input:not([type=hidden]), select, textarea)")?.focus();
}, true);
const openDrops = () => document.querySelectorAll("details.drop[open]");
document.addEventListener("keydown", ({ key, target }) => {
  const drop = key === "Escape" && target.closest?.("details.drop[open]");
  if (drop) { drop.open = false; drop.querySelector("summary").focus(); }
});
document.addEventListener("click", ({ target }) => openDrops().forEach((drop) => drop.contains(target) || (drop.open = false)));
