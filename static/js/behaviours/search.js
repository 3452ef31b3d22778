// form[role=search]: Down goes to the first row that was found; Enter opens the only one.
document.addEventListener("keydown", (event) => {
  const field = event.target.matches?.("form[role=search] input[type=search]") && event.target;
  if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...document.querySelectorAll("main a.open")];
  if (event.key === "ArrowDown" && links[0]) links[0].focus();
  else if (event.key === "Enter" && links.length === 1 && field.value) links[0].click();
  else return;
  event.preventDefault();
});
