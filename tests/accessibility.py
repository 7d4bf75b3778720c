"""Runs the accessibility rules of Axe on a page of the site."""

from axe_playwright_python.sync_playwright import Axe


def serious_violations(page):
    """Return `(rule, first wrong element)` for each rule of Axe that the page breaks. Minor violations do not count."""
    return _run(page, "document")


def pale_text(page):
    """Check only the contrast of text. This is faster than `serious_violations`, and returns a list of the same kind.

    Two texts have the same look if they have the same size, weight, color and shadow, and if all elements around them
    have the same backgrounds and opacities. Texts with the same look have the same contrast. So for each look, Axe
    examines only the first text.
    """
    page.evaluate(MARK_LOOKS)
    return _run(page, "{include: [['[data-look]']]}", runOnly=["color-contrast"])


# This JavaScript marks one element for each look: the first element that directly contains text with this look.
MARK_LOOKS = """() => {
  const around = element => {
    if (!element) return "";
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
    const own = `${backgroundColor} ${backgroundImage} ${opacity};`;
    return around(element.parentElement) + (own === "rgba(0, 0, 0, 0) none 1;" ? "" : own);
  };
  const seen = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    delete element.dataset.look;
    if (![...element.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim())) continue;
    if (!element.checkVisibility()) continue;
    const { color, fill, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const look = [color, fill, fontSize, fontWeight, textShadow, around(element)].join();
    if (!seen.has(look)) element.dataset.look = "";
    seen.add(look);
  }
}"""


def _run(page, where, **options):
    # Axe describes only the violations. Otherwise it would spend a third of its time on other elements.
    options = {"preload": False, "resultTypes": ["violations"], **options}
    page.evaluate(Axe().axe_script)
    found = page.evaluate(f"options => axe.run({where}, options).then(results => results.violations)", options)
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] != "minor"]
