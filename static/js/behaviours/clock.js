// <time data-started-at> counts up, <time data-ends-at> counts down; text only, by the server's clock (data-now).
const drift = new WeakMap();

function show(element) {
  const { startedAt, endsAt, now } = element.dataset;
  if (!startedAt && !endsAt) return;
  if (drift.get(element)?.now !== now) drift.set(element, { now, by: now ? Date.parse(now) - Date.now() : 0 });
  const at = Date.now() + drift.get(element).by;
  const seconds = Math.floor((endsAt ? Date.parse(endsAt) - at : at - Date.parse(startedAt)) / 1000);
  const left = Math.abs(seconds), two = (n) => String(n).padStart(2, "0");
  const text = left >= 3600 ? `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}` : `${Math.floor(left / 60)}:${two(left % 60)}`;
  const stops = "stops" in element.dataset;
  element.textContent = seconds >= 0 ? text : endsAt && !stops ? `+${text}` : "0:00";
  if (endsAt && !stops) element.classList.toggle("over", seconds < 0);
}

const tick = () => document.querySelectorAll("time:is([data-started-at], [data-ends-at])").forEach(show);

setInterval(tick, 1000);
document.addEventListener("htmx:after:swap", tick);   // what came may have been drawn a while ago
