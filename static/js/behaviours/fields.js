// <input data-enter="id">: Enter goes on to that field, the form is not finished. form[role=search]: Down goes to the first row that was found,
// Enter opens the only one. A button with [data-ticked] says how many of its form's parts are ticked, and rests while none is.
document.addEventListener("keydown", (event) => {
  const { key, target } = event, next = document.getElementById(target.dataset?.enter ?? "");
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  const links = target.matches?.("form[role=search] input[type=search]") ? [...document.querySelectorAll("main a.open")] : [];
  if (key === "Enter" && next) { next.focus(); next.select?.(); }
  else if (key === "ArrowDown" && links[0]) links[0].focus();
  else if (key === "Enter" && links.length === 1 && target.value) links[0].click();
  else return;
  event.preventDefault();
});
document.addEventListener("change", ({ target }) => {
  const said = target.form?.querySelector("[data-ticked]");
  if (!said) return;
  const ticked = target.form.querySelectorAll("[name=ticked]:checked").length;
  said.textContent = ticked;
  said.closest("button").disabled = !ticked;
});
