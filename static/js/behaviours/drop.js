// details.drop, .some-pad and .menu: opening puts the caret into the first field; Esc, a close button and a press beside it close it.
const POPS = "details:is(.drop, .some-pad, .menu)", BODY = ".drop-body, .pad-body";

function close(pop, goBack) {
  pop.open = false;
  if (goBack) pop.querySelector("summary").focus();
}

document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(`${POPS}[open]`)) target.querySelector(`:is(${BODY}) :is(input:not([type=hidden]), select, textarea)`)?.focus();
}, true);
document.addEventListener("keydown", ({ key }) => {
  const pop = key === "Escape" && [...document.querySelectorAll(`${POPS}[open]`)].at(-1);
  if (pop) close(pop, true);
});
document.addEventListener("click", (event) => document.querySelectorAll(`${POPS}[open]`).forEach((pop) => {
  const { target } = event, inside = target.closest(BODY), beside = !pop.contains(target) || (pop.matches(".some-pad") && !inside && target.closest("summary"));
  if (target.closest("[data-close]") && pop.contains(target)) close(pop, true);
  else if (beside && target.isConnected) { if (pop.contains(target)) event.preventDefault(); close(pop, pop.contains(target)); }
}));
