// <input data-enter="id">: Enter goes on to the field with that id instead of sending a form that is not finished.
document.addEventListener("keydown", (event) => {
  const next = document.getElementById(event.target.dataset?.enter ?? "");
  if (!next || event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  next.focus();
  next.select?.();
});
