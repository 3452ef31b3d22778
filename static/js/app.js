document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!/^(GET|HEAD)$/.test(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf]").content;
});
