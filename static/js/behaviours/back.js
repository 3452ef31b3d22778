// A page kept by the browser may be another person's, or hours old: it does not show again, it loads again.
addEventListener("pagehide", ({ persisted }) => { if (persisted) document.body.hidden = true; });
addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
