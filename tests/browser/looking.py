"""Looking at one page in both themes: what axe finds, what is wider than the screen, what a glove would miss."""

from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Response

from tests.support.browser import AXE

DESK, FLOOR, PHONE = (1440, 900), (1280, 800), (390, 844)
TAGS = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
AXE_ALL = f"axe.run({{runOnly: {TAGS}, resultTypes: ['violations']}})"
AXE_COLOURS = "axe.run({runOnly: ['color-contrast', 'link-in-text-block'], resultTypes: ['violations']})"
LEAST, LEAST_PRIMARY = 64, 112
TOO_SMALL = """([least, leastPrimary]) => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const area = ({ width, height }) => width * height;
  return [...document.querySelectorAll(all)].flatMap((element) => {
    // The skip link is for keyboards; what is disabled or folded away cannot be hit.
    const hidden = !element.checkVisibility({ visibilityProperty: true });
    if (hidden || element.disabled || element.matches(".skip")) return [];
    const hit = element.matches("[type=radio], [type=checkbox]") ? [element, ...element.labels] : [element];
    const box = hit.map((one) => one.getBoundingClientRect()).sort((a, b) => area(b) - area(a))[0];
    const high = element.matches(".tap.primary, .btn.primary") ? leastPrimary : least;
    const fits = box.width >= least - 0.5 && box.height >= high - 0.5;
    return fits ? [] : [`${Math.round(box.width)}x${Math.round(box.height)} ${element.outerHTML.slice(0, 120)}`];
  });
}"""

CUT_OFF = """() => [...document.querySelectorAll("input[inputmode]")]
  .filter((input) => input.value && input.checkVisibility() && input.scrollWidth > input.clientWidth + 1)
  .map((input) => `${input.name} ${input.value}`)"""

BELOW_THE_FOLD = """() => {
  const all = [...document.querySelectorAll(".tap.primary")].filter((one) => one.checkVisibility());
  const shows = (one) => {
    const box = one.getBoundingClientRect(), bottom = box.bottom - 3;
    return bottom < innerHeight && one.contains(document.elementFromPoint(box.x + box.width / 2, bottom));
  };
  return all.length && !all.some(shows) ? [all[0].textContent] : [];
}"""
ALL_OF_IT = """() => innerHeight + Math.max(
  ...[document.documentElement, ...document.querySelectorAll("main, main section, main form")]
    .map((one) => one.scrollHeight - one.clientHeight))"""


class Looker:
    """Somebody who notes what is wrong with the pages shown on `page`."""

    def __init__(self, page: Page) -> None:
        self.page, self.faults, self._axe = page, [], AXE.read_text()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    def look_at(self, url: str) -> None:
        """Both themes on one load; at the desk a phone's width too."""
        self.page.emulate_media(color_scheme="light")
        self.page.goto(url)
        if self.page.url != url:
            self._note("leads to", self.page.url)
        is_floor = self.page.evaluate("document.documentElement.dataset.density") == "floor"
        width, height = FLOOR if is_floor else DESK
        self._size(width, height)
        for number in self.page.evaluate(CUT_OFF):
            self._note("number cut off", number)
        if is_floor:
            for small in self.page.evaluate(TOO_SMALL, [LEAST, LEAST_PRIMARY]):
                self._note("too small", small)
            for primary in self.page.evaluate(BELOW_THE_FOLD):
                self._note("not on the screen until one scrolls", primary)
        # As high as all of it, so that nothing is judged while a bar at the foot covers it.
        self._size(width, self.page.evaluate(ALL_OF_IT))
        self.page.evaluate(self._axe)
        self._ask_axe("light", AXE_ALL)
        self.page.emulate_media(color_scheme="dark")
        self._ask_axe("dark", AXE_COLOURS)
        if not is_floor:
            self._size(*PHONE)

    def _size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self._note(f"{wide} wide on", width)

    def _ask_axe(self, theme: str, run: str) -> None:
        for found in self.page.evaluate(run)["violations"]:
            self._note(f"{theme}, {found['id']}", [node["html"][:120] for node in found["nodes"][:3]])

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self._note("console", said.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._note(str(response.status), response.url)

    def _note(self, what: str, which: Any) -> None:
        self.faults.append(f"{self.page.url}: {what}: {which}")
