"""A page for students to keep. It says what to do if training fails: symptom, test, cause, smallest fix.

`guide_html` returns the page's content, for lesson 8 and the static site. `printable_page` returns an HTML file that
fits on one printed sheet. `tests/test_failure_guide.py` reproduces every row: the symptom, the test, and the fix.
"""

from collections.abc import Collection
from html import escape
from typing import NamedTuple

FILE = "training-fails.html"  # the page's file name, on the static site and for the download
TITLE = "My network does not learn: what now?"


class Row(NamedTuple):
    """One symptom: what you see, the test that finds the cause, the cause, and the smallest fix.

    `section` is the identifier of a heading in lesson 8, or "". The text under this heading explains the cause.
    """

    name: str
    symptom: str
    test: str
    cause: str
    fix: str
    section: str = ""


FIRST = (
    (
        "Check the gradient",
        "Compare it with the numerical gradient of lesson 5. All steps below assume that your gradient is right.",
    ),
    (
        "Ask if this network can learn the task at all",
        "One neuron draws one line, so XOR needs two hidden neurons. Every neuron needs a bias.",
    ),
    ("Learning rate × 10 and ÷ 10", "Make two runs. They show if the rate is too small or too large."),
    (
        "Three other seeds",
        "If some seeds learn, the program is right and the initial numbers were unlucky. If all seeds fail, read on.",
    ),
)

ROWS = (
    Row(
        "symmetry",
        "The loss stops at 0.25 (all outputs are ½) or at 1/6, with every seed.",
        "Compare the numbers of the hidden neurons. They are equal.",
        "Symmetry: equal neurons get equal gradients.",
        "Give each weight a different random number, not 0 or 1.",
        "symmetry",
    ),
    Row(
        "plateau",
        "The loss stays near 0.25. All outputs are near ½.",
        "Compare the hidden neurons. They are different, and all weights are small.",
        "Plateau: the gradients are small here.",
        "Train for more epochs, or multiply the learning rate by 4.",
        "plateau",
    ),
    Row(
        "merged rows",
        "The loss stops at 1/8 or at 1/6. Two rows share the output ½, or three rows share ⅓ or ⅔.",
        "Print h1 and h2 of all rows. Rows with different targets are at the same place.",
        "Merged rows: the output neuron cannot separate them.",
        "Use new random numbers, or one more hidden neuron.",
        "what-failure-looks-like",
    ),
    Row(
        "overshoot",
        "The loss jumps to 0.5 or 0.25 and stays there. The outputs are almost exactly 0 or 1, and some are wrong.",
        "Print the largest change of a number in one update. It is above 2.",
        "Overshoot: one step was far too long.",
        "Learning rate ÷ 10.",
        "learning-rate-too-small-too-large",
    ),
    Row(
        "oscillation",
        "The loss goes up and down and does not settle.",
        "Halve the learning rate. The jumps become smaller.",
        "Oscillation: each step jumps across a valley.",
        "Learning rate ÷\N{NO-BREAK SPACE}2, then ÷\N{NO-BREAK SPACE}10.",
        "learning-rate-too-small-too-large",
    ),
    Row(
        "explosion",
        "The numbers become nan or inf, or grow without limit.",
        "Print the largest gradient of each of the first updates. It grows from step to step.",
        "Exploding gradient.",
        "Learning rate ÷ 10. If that is not enough, clip the gradients.",
        "exploding-gradients-and-clipping",
    ),
    Row(
        "saturation",
        "One output is completely wrong, almost 0 or 1, and hardly moves. The loss did not jump.",
        "Compute out · (1 − out) for this row. It is almost 0. Some initial weights are large.",
        "Saturation: σ is flat at this sum, so the gradient is almost 0.",
        "Halve the initial weights.",
        "saturation",
    ),
    Row(
        "vanishing",
        "A deep network learns nothing. The loss stays near 0.25.",
        "Print the mean size of each layer's weight gradients. "
        "In layer 1 it is 100 times smaller than in the last layer.",
        "Vanishing gradient: each sigmoid layer multiplies the gradient by σ′, which is at most ¼.",
        "Use tanh or ReLU in the hidden layers.",
        "more-layers",
    ),
    Row(
        "dead ReLU",
        "The loss stays the same to the last digit, and the gradients of a ReLU neuron are exactly 0.",
        "Print the activations of the neuron. They are 0 on every row.",
        "Dead ReLU.",
        "Use another seed, tanh, or more hidden neurons.",
        "dead-relu",
    ),
    Row(
        "not applied",
        "The loss stays the same to the last digit, and the gradients are not 0.",
        "Print the numbers before and after an update. They are the same.",
        "The new numbers are not used.",
        "Assign the result: params = update(params, grads, lr).",
    ),
    Row(
        "no bias",
        "The loss falls, but it stays above 0.01 with every seed.",
        "Print h1 and h2 of (0, 0). They are always ½.",
        "No bias: with both inputs 0, the sum is always 0.",
        "Add b1, b2 and c, and train them too.",
    ),
    Row(
        "row by row",
        "Each row is right while you train it. At the end, all outputs are near the last row's target.",
        "Print all four outputs after each row.",
        "Each row is trained to the end before the next one begins.",
        "Put the loop over the rows inside the loop over the epochs.",
    ),
    Row(
        "too few epochs",
        "The loss is still falling at the end.",
        "Train four times as long.",
        "Too few epochs, or a learning rate that is too small.",
        "Learning rate × 10. If the loss then jumps, use more epochs instead.",
        "learning-rate-too-small-too-large",
    ),
)

STYLE = """
.guide { container-type: inline-size; line-height: 1.35; }
.guide ol { margin: 0.4rem 0 0.8rem; padding-left: 1.4rem; list-style: decimal; }
.guide li { margin: 0.15rem 0; }
.guide table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
.guide :is(th, td) { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0; }
.guide tr { border-bottom: 1px solid #8886; }
.guide tbody th { font-weight: 600; }
.guide a { text-decoration: underline; }
.guide td::before { display: none; font-weight: 600; content: attr(data-head) ": "; }
@container (max-width: 560px) {
  .guide thead { display: none; }
  .guide :is(table, tbody, tr, th, td) { display: block; }
  .guide tr { padding: 0.5rem 0; }
  .guide :is(th, td) { padding: 0.1rem 0; }
  .guide td::before { display: inline; }
}
@media print {
  .guide { line-height: 1.25; }
  .guide table { font-size: 8.8pt; }
  .guide tr { break-inside: avoid; }
  .guide :is(th, td) { padding: 0.1rem 0.6rem 0.1rem 0; }
}
"""

PRINTED = """
@page { size: A4; margin: 10mm; }
@media print {
  body { padding: 0; max-width: none; font: 9pt/1.25 system-ui, sans-serif; }
  h1 { font-size: 16pt; margin: 0; }
  p { margin: 4px 0; }
}
"""

PAGE_STYLE = f"""
:root {{ color-scheme: light dark; }}
body {{ max-width: 62rem; margin: 0 auto; padding: 1rem; font: 16px/1.4 system-ui, sans-serif; }}
h1 {{ font-size: 1.4rem; margin: 0 0 0.5rem; }}
{PRINTED}
"""


def guide_html(links: bool = False, covered: Collection[str] = ()) -> str:
    """Return the first four steps and the table of symptoms, without a heading. On a phone each row becomes a block.

    If `links` is true, each cause that has a section in lesson 8 links to this section. Rows whose names are in
    `covered` are left out.
    """
    steps = "".join(f"<li><strong>{escape(name)}.</strong> {escape(text)}</li>" for name, text in FIRST)
    heads = ("Symptom", "Test", "Cause", "Smallest fix")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = ""
    for row in ROWS:
        if row.name in covered:
            continue
        cause = escape(row.cause)
        if links and row.section:
            cause = f'<a href="#{row.section}">{cause}</a>'
        parts = zip(heads[1:], (escape(row.test), cause, escape(row.fix)), strict=True)
        cells = "".join(f'<td data-head="{name}">{html}</td>' for name, html in parts)
        body += f'<tr><th scope="row">{escape(row.symptom)}</th>{cells}</tr>'
    return (
        f'<style>{STYLE}</style><div class="guide"><p>First, in this order:</p><ol>{steps}</ol>'
        f"<p>Then find your symptom:</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def printable_page() -> str:
    """Return a whole HTML file with the guide. It fits on one printed sheet of A4."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{TITLE}</title><style>{PAGE_STYLE}</style></head>"
        f"<body><h1>{TITLE}</h1>{guide_html()}<p>Nine Numbers, lesson 8</p></body></html>\n"
    )
