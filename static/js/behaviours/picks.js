// A button with [data-ticked] says how many of its form's parts are ticked, and rests while none is.
document.addEventListener("change", ({ target }) => {
  const said = target.form?.querySelector("[data-ticked]");
  if (!said) return;
  const ticked = target.form.querySelectorAll("[name=ticked]:checked").length;
  said.textContent = ticked;
  said.closest("button").disabled = !ticked;
});
