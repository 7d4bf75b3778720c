"""The glossary: each word is in bold in exactly one cell of the course, and the glossary's link leads to this cell."""

import ast
import re
from functools import cache
from types import SimpleNamespace

import pytest
from course_files import EXERCISES_OF, expect_none, lesson_path

from shared.lesson import components
from shared.lesson.glossary import TERMS, Term

# Words of the field that a reader will meet in other texts.
EXPECTED = {
    "initialization", "overfitting", "generalization", "mini-batch", "stochastic", "regularization", "hyperparameter",
    "Adam", "local minimum", "saddle point", "transpose", "broadcasting", "logits", "one-hot", "training set",
    "test set", "validation set",
}  # fmt: skip


@cache
def bold_words():
    """Return a dictionary. The keys are the bold texts in lower case, the values are lists of places (lesson, cell)."""
    found = {}
    for stem in EXERCISES_OF:
        text = lesson_path(stem).read_text("utf-8")
        lines = text.split("\n")
        for cell in (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)):
            source = "\n".join(lines[cell.lineno - 1 : cell.end_lineno])
            for words in re.findall(r"\*\*([^*\n]+)\*\*", source):
                found.setdefault(words.lower(), []).append((stem, cell.name))
    return found


def complaints_about_terms(terms, found):
    """Each word must be in the list once, and in bold exactly once. The list must name the cell with the bold word."""
    complaints = []
    for term in terms:
        places = found.get(term.word.lower(), [])
        if places != [(term.lesson, term.cell)]:
            complaints.append(f"**{term.word}** is in {places}, but it must be only in {(term.lesson, term.cell)}")
        if [other.word.lower() for other in terms].count(term.word.lower()) > 1:
            complaints.append(f"{term.word} is listed twice")
    return complaints


def test_each_word_is_introduced_once_in_the_cell_that_is_named():
    expect_none(complaints_about_terms(TERMS, bold_words()))


def test_the_words_that_a_reader_will_meet_elsewhere_are_listed():
    assert {term.word for term in TERMS} >= EXPECTED


@pytest.mark.parametrize(
    ("terms", "complaint"),
    [
        ([Term("zebra", "An animal.", "01_neuron", "sum_by_hand")], "**zebra** is in []"),
        ([Term("neuron", "A cell.", "01_neuron", "no_such_cell")], "only in ('01_neuron', 'no_such_cell')"),
        ([Term("start A", "Nine numbers.", "03_forward_pass", "starts")], "**start A** is in [("),
        ([Term("neuron", "A cell.", "01_neuron", "sum_by_hand")] * 2, "listed twice"),
    ],
)
def test_a_word_that_is_missing_moved_or_introduced_twice_is_caught(terms, complaint):
    assert complaint in " ".join(complaints_about_terms(terms, bold_words()))


@pytest.mark.parametrize("stem", EXERCISES_OF)
def test_each_lesson_ends_with_all_words_folded(stem, monkeypatch):
    address = SimpleNamespace(to_dict=lambda: {"file": f"C# & 100%?/{stem}.py"})
    monkeypatch.setattr(components.mo, "query_params", lambda: address)
    monkeypatch.setattr(components.mo, "app_meta", lambda: SimpleNamespace(mode="edit"))
    html = components.navigation(stem, "On.").text
    folded = html[html.index("<details") :]
    assert all(term.meaning.split("'")[0] in folded for term in TERMS)
    assert 'href="?file=C%23%20%26%20100%25%3F/04_loss.py#scrollTo=explore_landscape">saddle point</a>' in folded


def test_words_link_to_the_page_and_the_cell_in_an_export():
    with components.static_export():
        assert 'href="glossary.html"' in components.navigation("02_xor", "On.").text
        assert 'href="04_loss.html#cell-explore_landscape">saddle point</a>' in components.glossary("")
