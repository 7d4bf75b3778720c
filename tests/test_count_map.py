"""The success map: its traits in Python, and how it reacts in a browser to the keyboard, the mouse and Python."""

import pytest
import traitlets
from axe_playwright_python.sync_playwright import Axe

from shared import CountMap
from shared.lesson import success_map_view
from shared.widgets import count_map
from shared.widgets.count_map import COVERED

TABLE = {
    "rows": ["all 0", "± 2", "± 5", "He"],
    "columns": ["2 hidden", "3 hidden", "8 hidden"],
    "counts": [[0, 0, 0], [COVERED] * 3, [41, 66, 98], [74, 90, 100]],
    "of": 100,
}


@pytest.mark.parametrize(
    ("trait", "wrong", "said"),
    [
        ("table", {"rows": []}, "rows, columns, counts and of"),
        ("table", TABLE | {"rows": ["He"]}, "1 rows of 3"),
        ("table", TABLE | {"counts": [[0]] * 4}, "4 rows of 3"),
        ("table", TABLE | {"of": 99}, "-1 or 0 to 99, got 100"),
        ("table", TABLE | {"of": None}, "rows of counts"),
        ("table", TABLE | {"rows": 4}, "lists of names"),
        ("table", TABLE | {"counts": [0, 0, 0, 0]}, "rows of counts"),
        ("table", TABLE | {"counts": [["many"] * 3] * 4}, "rows of counts"),
        ("pressed", ["He"], "the names of a row and a column"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(trait, wrong, said):
    widget = CountMap(table=TABLE)
    before = getattr(widget, trait)
    with pytest.raises(traitlets.TraitError, match=said):
        setattr(widget, trait, wrong)
    assert getattr(widget, trait) == before


def test_lesson_and_widget_agree_on_what_is_covered():
    assert success_map_view.COVERED == count_map.COVERED


@pytest.fixture
def mounted(mount):
    """Return a page with a button, the map, and another button, in this order."""
    page = mount(CountMap(table=TABLE, caption="How many of 100 networks learn XOR, by row and column."))
    page.evaluate("""() => {
        for (const [place, name] of [["beforebegin", "before"], ["afterend", "after"]]) {
            const button = Object.assign(document.createElement("button"), { textContent: name });
            document.querySelector("section").insertAdjacentElement(place, button);
        }
    }""")
    return page


def hears(page, expected):
    """Wait until the last message from the page to Python says that the cell `expected` is pressed."""
    heard = "expected => JSON.stringify(live[0].model.saved.at(-1)?.pressed) === JSON.stringify(expected)"
    page.wait_for_function(heard, arg=expected)


def focused(page):
    return page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")


def test_the_map_is_one_tab_stop_and_the_arrow_keys_move_in_it(mounted):
    mounted.get_by_role("button", name="before").focus()
    mounted.keyboard.press("Tab")
    assert focused(mounted) == "all 0, 2 hidden: 0 of 100"
    for key, cell in [
        ("ArrowUp", "all 0, 2 hidden: 0 of 100"),  # the focus stays at the edge
        ("ArrowDown", "± 2, 2 hidden: covered"),
        ("ArrowDown", "± 5, 2 hidden: 41 of 100"),
        ("ArrowRight", "± 5, 3 hidden: 66 of 100"),
        ("End", "± 5, 8 hidden: 98 of 100"),
        ("ArrowRight", "± 5, 8 hidden: 98 of 100"),
        ("PageDown", "He, 8 hidden: 100 of 100"),
        ("Control+Home", "all 0, 2 hidden: 0 of 100"),
        ("Control+End", "He, 8 hidden: 100 of 100"),
        ("ArrowLeft", "He, 3 hidden: 90 of 100"),
        ("Alt+ArrowUp", "He, 3 hidden: 90 of 100"),  # keys with Alt belong to the browser
    ]:
        mounted.keyboard.press(key)
        assert focused(mounted) == cell
    assert mounted.locator(".nn-count[tabindex='0']").count() == 1
    mounted.keyboard.press("Tab")
    assert focused(mounted) == "after"
    mounted.keyboard.press("Shift+Tab")
    assert focused(mounted) == "He, 3 hidden: 90 of 100"


def test_enter_space_and_the_mouse_press_a_cell(mounted):
    cell = mounted.get_by_role("button", name="± 5, 3 hidden: 66 of 100")
    cell.click()
    hears(mounted, ["± 5", "3 hidden"])
    assert cell.get_attribute("aria-pressed") == "true"
    assert mounted.locator(".nn-count[tabindex='0']").get_attribute("aria-label") == "± 5, 3 hidden: 66 of 100"
    for key, column in (("Enter", "8 hidden"), ("Space", "2 hidden")):
        mounted.keyboard.press("ArrowRight" if key == "Enter" else "Home")
        mounted.keyboard.press(key)
        hears(mounted, ["± 5", column])
    assert mounted.locator("[aria-pressed='true']").count() == 1


def test_a_covered_cell_cannot_be_pressed_until_python_opens_it(mounted):
    mounted.get_by_role("button", name="± 2, 3 hidden: covered").click(force=True)
    mounted.keyboard.press("ArrowDown")
    mounted.keyboard.press("Enter")
    hears(mounted, ["± 5", "3 hidden"])  # the only message to Python
    assert mounted.evaluate("live[0].model.saved.length") == 1
    opened = TABLE | {"counts": [[0] * 3, [64, 93, 100], *TABLE["counts"][2:]]}
    mounted.evaluate("table => live[0].model.set('table', table)", opened)
    mounted.get_by_role("button", name="± 2, 3 hidden: 93 of 100").click()
    hears(mounted, ["± 2", "3 hidden"])


def test_it_follows_other_columns_from_python(mounted):
    other = TABLE | {"columns": ["lr 2", "lr 10"], "counts": [[0, 0]] * 4}
    mounted.evaluate("table => live[0].model.set('table', table)", other)
    assert mounted.get_by_role("columnheader").all_inner_texts() == ["lr 2", "lr 10"]
    assert mounted.locator(".nn-count").count() == 8


def test_it_fits_a_telephone_and_breaks_no_rule_of_accessibility(mounted):
    mounted.set_viewport_size({"width": 360, "height": 740})
    assert mounted.evaluate("document.documentElement.scrollWidth") <= 360
    assert "How many of 100 networks" in mounted.locator("figcaption").inner_text()
    found = Axe().run(mounted)
    assert [violation["id"] for violation in found.response["violations"]] == []
