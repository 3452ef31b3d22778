// The same request once more, with the same operation key: nobody tapped, so the last tap stays the last.
export const DOUBLE_TAP_MS = 600, SAME_PLACE_PX = 32;
export const tapped = { at: -DOUBLE_TAP_MS, x: -1e3, y: -1e3, control: null };

export function send(element, submitter) {
  const trigger = element.getAttribute("hx-trigger")?.split(/[\s,]/)[0], last = { ...tapped };
  tapped.at = -DOUBLE_TAP_MS;
  if (element.tagName === "FORM" && (!trigger || trigger === "submit")) element.requestSubmit(submitter?.isConnected ? submitter : undefined);
  else element.dispatchEvent(new Event(trigger || "click", { bubbles: true }));
  Object.assign(tapped, last);
}
