"""The pages of the static site: their text, and the files that they load.

Other files test how the site is built and how readers use it.
"""

import ast
import itertools
import json
import re
from html import unescape

import pytest
from course_files import EXERCISES_OF, solution_path

from shared.course import STEMS
from shared.lesson import failure_guide
from shared.lesson.glossary import TERMS
from shared.site.formulas import formula, line_parts
from shared.site.render import code_to_show
from shared.site.static_html import states_of, to_static_html

pytest_plugins = ["site_fixtures"]

LESSON_PAGES = [f"{stem}.html" for stem in STEMS]
SOLUTION_PAGES = [f"solution-{stem}.html" for stem in STEMS]
STUDENT_PAGES = {*LESSON_PAGES, "index.html", "glossary.html", failure_guide.FILE}


def text_of(html):
    """Return the visible text of a page in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def read(folder, name):
    return (folder / name).read_text("utf-8")


def complaints_about_a_page(html):
    """A page must not need marimo or files from the internet. It must have a title, a language and ordered headings."""
    complaints = []
    for found in re.finditer(r"""(?:src|srcset|href|data|action)=["']([^"']*)|url\(["']?([^"')]*)""", html):
        address = found[1] or found[2] or ""
        if re.match(r"(?:https?:)?//", address) and not html[: found.start()].endswith("<a "):
            complaints.append(f"asks for {address}")
    complaints += [f"shows <{tag}>" for tag in sorted(set(re.findall(r"<(marimo-[\w-]+)", html)))]
    complaints += ["shows TeX"] * bool(re.search(r"\|\|[(\[]|\\(?:frac|sigma|delta)\b", text_of(html)))
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    if levels.count(1) != 1 or any(after > before + 1 for before, after in itertools.pairwise(levels)):
        complaints.append(f"has headings in the order {levels}")
    if not re.search(r'<html lang="en">', html) or not re.search(r"<title>[^<]{5,}</title>", html):
        complaints.append("has no language or no title")
    complaints += ["has a picture without a text"] * len(re.findall(r"<img(?![^>]*\balt=)", html))
    return complaints


def test_each_lesson_has_a_page_and_solutions_only_on_request(student_site, instructor_site):
    assert {path.name for path in student_site.glob("*.html")} == STUDENT_PAGES
    assert {path.name for path in instructor_site.glob("*.html")} == STUDENT_PAGES | {*SOLUTION_PAGES}
    assert not any("solution-" in read(student_site, name) for name in STUDENT_PAGES)


def complaints_about_word_links(glossary, pages):
    """Each link of the glossary must lead to a cell with the linked word in bold. `pages` maps names to HTML."""
    complaints = []
    for name, anchor, word in re.findall(r'<a href="([^"#]+)#([^"]+)">([^<]+)</a>', glossary):
        _, found, after = pages.get(name, "").partition(f'id="{anchor}"')
        cell = after.partition('<div class="output"')[0]
        if not found or f"<strong>{word.lower()}</strong>" not in cell.lower():
            complaints.append(f"{name}#{anchor} does not introduce {word}")
    return complaints


def test_each_word_of_the_glossary_leads_to_the_place_with_it_in_bold(student_site):
    glossary, pages = read(student_site, "glossary.html"), {name: read(student_site, name) for name in LESSON_PAGES}
    assert glossary.count(".html#cell-") == len(TERMS)
    assert complaints_about_word_links(glossary, pages) == []


def test_a_link_of_the_glossary_that_leads_nowhere_would_be_noticed():
    glossary = '<a href="a.html#cell-one">bias</a>'
    for page in (
        "",
        '<div class="output" id="cell-two"><strong>bias</strong>',
        '<div class="output" id="cell-one">bias',
    ):
        assert complaints_about_word_links(glossary, {"a.html": page}) == ["a.html#cell-one does not introduce bias"]


def solved_functions():
    """Return the solved exercises of all solution notebooks as a dictionary.

    A key is (name, line number). Its value is the function's source in one line.
    """
    found = {}
    for stem in STEMS:
        for cell in json.loads(solution_path(stem).read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                for node in ast.parse(source).body:
                    if isinstance(node, ast.FunctionDef) and node.name in EXERCISES_OF[stem]:
                        found[node.name, node.lineno] = " ".join(ast.get_source_segment(source, node).split())
    return found


def test_no_solved_exercise_is_in_the_students_site(student_site, instructor_site):
    student = " ".join(text_of(path.read_text("utf-8")) for path in student_site.iterdir() if path.is_file())
    instructor = " ".join(text_of(read(instructor_site, name)) for name in SOLUTION_PAGES)
    solved = solved_functions()
    assert {name for name, _ in solved} == {name for names in EXERCISES_OF.values() for name in names}
    for (name, _), source in solved.items():
        assert source in instructor, name  # this shows that the next line would find it, too
        assert source not in student, name


def test_every_page_opens_everywhere_and_loads_nothing_from_outside(instructor_site):
    for path in sorted(instructor_site.glob("*.html")):
        assert complaints_about_a_page(path.read_text("utf-8")) == [], path.name
    for name in ("style.css", "live.js", "write.js"):
        text = read(instructor_site, name).replace("http://www.w3.org/2000/svg", "")
        # A page loads Python from these addresses, but only when it needs Python.
        text = text.replace("https://cdn.jsdelivr.net/pyodide/", "").replace("http://python.invalid/", "")
        text = re.sub(r"(?m)//.*$|(?s:/\*.*?\*/)", "", text)
        assert not re.search(r"https?://|@import|\bimport\b(?=[\s({])", text), name


def test_answers_and_hints_are_there_and_closed(student_site):
    for stem in STEMS:
        html = read(student_site, f"{stem}.html")
        assert html.count("<summary") >= 3 * len(EXERCISES_OF[stem]) + 3 + 2
        assert "<details open" not in html
        closed = "".join(re.findall(r"<details.*?</details>", html, re.DOTALL))
        assert "The answer" in text_of(closed)
        assert "Choose first" not in html


def test_every_prediction_has_its_answer(student_site):
    for name in LESSON_PAGES:
        text = text_of(read(student_site, name))
        assert text.count("Predict. ") == text.count("The answer") > 1, name


def test_no_page_says_what_is_true_only_in_a_running_notebook(student_site):
    for name in STUDENT_PAGES:
        text = text_of(read(student_site, name))
        for words in ("Not attempted", "README", "named correctly", "at this moment", "picture now"):
            assert words not in text, (name, words)


def test_the_site_is_small(instructor_site):
    assert sum(path.stat().st_size for path in instructor_site.rglob("*")) < 12e6
    for path in instructor_site.glob("*.html"):
        assert path.stat().st_size < 1.5e6


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ('<script src="https://cdn.example/katex.js"></script>', "asks for https://cdn.example/katex.js"),
        ("<marimo-slider></marimo-slider>", "shows <marimo-slider>"),
        (r"<p>\frac{1}{2}</p>", "shows TeX"),
        ("<h4>too deep</h4>", "has headings in the order"),
        ('<img src="x.png">', "has a picture without a text"),
    ],
)
def test_a_page_that_would_not_open_everywhere_is_noticed(instructor_site, damage, complaint):
    html = read(instructor_site, "index.html").replace("</main>", f"{damage}</main>")
    assert any(found.startswith(complaint) for found in complaints_about_a_page(html))


# The cells on a page


def test_a_cell_that_names_functions_shows_only_them():
    named = """
def half(z):
    return z / 2

if z:
    def double(z):
        return 2 * z
_words = half(z)
mo.vstack([show(_words, half, double), half, elsewhere])
"""
    assert code_to_show(named) == "def half(z):\n    return z / 2\n\n\ndef double(z):\n    return 2 * z"
    assert code_to_show("show(table(rows), written_above)") == ""
    assert code_to_show("x = 1\nshow(x)") == "x = 1\nshow(x)"


def control(tag, **data):
    attributes = " ".join(f"data-{name.replace('_', '-')}='{json.dumps(value)}'" for name, value in data.items())
    return f"<marimo-ui-element object-id='x'><marimo-{tag} {attributes}></marimo-{tag}></marimo-ui-element>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &lt; b &amp; <b>c</b><br>", "a < b & c"),
        (control("slider", label="rows", initial_value=5), "rows: 5 (you can change it in the notebook)"),
        (control("dropdown", label="Which?", initial_value=[], options=["left", "right"]), "Which?leftright"),
        (
            control("dropdown", label="Which?", initial_value=["left"], options=["left", "right"]),
            "Which?: left (you can change it in the notebook)",
        ),
        (control("button", label="Go", initial_value=0), ""),
        (f"<marimo-form>{control('button', label='Go')}inside</marimo-form>", "inside"),
        ("<marimo-tex>||(x &lt; 1||)</marimo-tex>", "x<1"),
        (control("anywidget", model_id="n1"), "This picture is interactive. It needs JavaScript."),
    ],
)
def test_a_page_shows_what_marimo_shows_in_plain_html(html, text):
    shown = to_static_html(html, "01_neuron", {"n1": {"w": "<1>"}})
    assert text_of(shown) == text
    assert "marimo" not in shown


def test_a_live_network_keeps_its_state_in_the_page_once():
    networks = {"n0": {}, "n1": {"w": "</script> 'a'"}}
    shown = to_static_html(2 * control("anywidget", model_id="n1"), "01_neuron", networks)
    assert re.findall(r'data-live="([^"]*)"', shown) == ["1", "1"]
    states = states_of(networks)
    assert states.count("</script>") == 1
    assert json.loads(re.search(r">(.*)</script>", states)[1])[1] == networks["n1"]


def test_tables_and_code_scroll_with_the_keyboard():
    assert to_static_html("<table><td>1</td></table><pre>x</pre>", "01_neuron") == (
        '<div class="scroll" tabindex="0"><table><td>1</td></table></div><pre tabindex="0">x</pre>'
    )


def test_an_element_that_a_page_cannot_show_is_an_error_not_a_gap():
    with pytest.raises(ValueError, match="10_more shows <marimo-chat>"):
        to_static_html("<marimo-chat data-x='1'></marimo-chat>", "10_more")


def test_long_formulas_break_before_an_operator_outside_brackets():
    assert line_parts(r"z = a + b (c + d) = \frac{1 + x}{2}") == ["z", "= a", "+ b (c + d)", r"= \frac{1 + x}{2}"]


def test_a_minus_sign_is_distinguished_from_a_subtraction():
    assert '<mo form="prefix">&#x02212;</mo>' in formula(r"||(x = -1||)")
    assert "form=" not in formula(r"||(a - b||)")
