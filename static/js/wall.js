// A wall screen: its clock, how far each oven is, whether what it shows is still true, awake all day, loaded anew at night.
const STALE_MS = 60e3, NIGHT = 3, OLD_MS = 12 * 3600e3, poll = document.getElementById("wall-poll");
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: document.body.dataset.zone });
const began = Date.now(), { now } = document.getElementById("wall-time").dataset, ahead = Date.parse(now) - began;
let seen = began;

function show() {
  const stale = Date.now() - seen > STALE_MS;
  document.getElementById("wall-time").textContent = clock.format(Date.now() + ahead);
  for (const bar of document.querySelectorAll("progress[data-ends-at]")) {
    const left = (Date.parse(bar.dataset.endsAt) - Date.now() - ahead) / 1000;
    bar.value = bar.max - left;
    bar.classList.toggle("stop", left < 0);
  }
  document.getElementById("wall-live").hidden = stale;
  document.getElementById("wall-stale").hidden = !stale;
  if (stale) document.getElementById("wall-stale-since").textContent = clock.format(seen + ahead);
  if (Date.now() - began > OLD_MS && !stale && clock.format(Date.now() + ahead).startsWith(`0${NIGHT}:`)) location.reload();
}

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement !== poll) return;
  if (ctx.response.status < 400) seen = Date.now();
  else if (ctx.response.status === 401) location.reload();
});
document.addEventListener("htmx:after:swap", show);
setInterval(show, 1000);

const stayAwake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
