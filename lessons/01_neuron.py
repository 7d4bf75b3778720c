# /// script
# [tool.marimo.opengraph]
# title = "1 · Build a neuron"
# description = "Two inputs, two weights, one bias, one squash. Turn the knobs, then write it."
# image = "__marimo__/assets/01_neuron/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="1 · Build a neuron")

with app.setup:
    import math

    import marimo as mo

    from shared import check
    from shared.lesson.components import (
        exercise_prompt,
        is_static,
        lesson_header,
        navigation,
        now_or_start,
        predict,
        recall,
        reveal,
        show,
        table,
    )
    from shared.nn import network
    from shared.widgets.views import NeuronView


@app.cell(hide_code=True)
def title():
    live = mo.ui.anywidget(NeuronView(w1=1.5, w2=1.0, b=-0.5, point=[0.5, -1.0]))
    lesson_header(
        "01_neuron",
        live,
        do="Turn two weights and a bias, watch what each one moves, and write the neuron as two short functions.",
        able="Say what a weighted sum, a bias and a sigmoid do, and compute a neuron's output with a pencil.",
        need="A Python function, and the idea of a slope.",
        minutes=20,
    )
    return (live,)


@app.cell(hide_code=True)
def sum_by_hand(live):
    _w1, _w2, _b = live.value["w1"], live.value["w2"], live.value["b"]
    _x1, _x2 = live.value["point"]
    _z = _w1 * _x1 + _w2 * _x2 + _b

    def _factor(number):
        return f"{number:.2f}" if number >= 0 else f"({number:.2f})"

    mo.md(
        rf"""
    ## Add it up, then squash it

    The picture is one **neuron**. It takes two numbers in, $x_1$ and $x_2$, and gives one number out. Drag the
    point: its position *is* the two inputs. The colour under it is the output, from 0 (blue) to 1 (orange).

    The neuron works in two steps. With the numbers in the picture {now_or_start()}:

    1. **Weighted sum.** Multiply each input by its **weight**, add the results, add the **bias**:

        $z = w_1 x_1 + w_2 x_2 + b = {_factor(_w1)} \cdot {_factor(_x1)} + {_factor(_w2)} \cdot {_factor(_x2)} + {_factor(_b)} = {_z:.3f}$

    2. **Squash.** Send $z$ through the **sigmoid** $\sigma$, which turns any number into one between 0 and 1, and 0 into exactly ½:

        $\text{{out}} = \sigma(z) = \sigma({_z:.3f}) = {network.sigmoid(_z):.3f}$

    {"" if is_static() else "Move a slider and both lines follow. "}That is the whole neuron: three numbers of its own, two steps.
    """
    )
    return


@app.cell(hide_code=True)
def bias_question():
    bias_guess = predict(
        "Leave both weights alone and raise the bias. What happens to the line where the output is ½?",
        ["It turns", "It shifts, keeping its direction", "It stays, and the colours get stronger"],
    )
    bias_guess
    return (bias_guess,)


@app.cell(hide_code=True)
def bias_answer(bias_guess):
    reveal(
        bias_guess,
        "It shifts, keeping its direction",
        r"The sigmoid of 0 is ½, so on the line $w_1 x_1 + w_2 x_2 + b = 0$. A larger $b$ means the inputs have to bring less, so the line "
        r"moves. Its direction is decided by $w_1$ and $w_2$ alone. Drag $b$ from −2 to 2 and watch.",
    )
    return


@app.cell(hide_code=True)
def weights_question():
    weight_guess = predict(
        "Double all three numbers: both weights and the bias. What happens to the line where the output is ½?",
        [
            "It stays, and the change from blue to orange gets steeper",
            "It moves twice as far from the middle",
            "It turns by 45 degrees",
        ],
    )
    weight_guess
    return (weight_guess,)


@app.cell(hide_code=True)
def weights_answer(weight_guess):
    reveal(
        weight_guess,
        "It stays, and the change from blue to orange gets steeper",
        r"If $w_1 x_1 + w_2 x_2 + b$ is 0 somewhere, then twice that is 0 at the same place, so the line stays. "
        r"Everywhere else the sum is twice as large, and the squash is nearer to 0 or to 1.",
    )
    return


@app.cell(hide_code=True)
def what_each_does(live):
    _w1, _w2, _b = live.value["w1"], live.value["w2"], live.value["b"]
    _size = math.hypot(_w1, _w2)
    if _size > 0:
        _now = (
            f"With the numbers in the picture {now_or_start()}, the line lies {abs(_b) / _size:.2f} away from the middle of the picture, and right at the "
            f"line the slope of the output across it is {_size / 4:.2f}. (The first number is "
            r"$|b| / \sqrt{w_1^2 + w_2^2}$, the second $\sqrt{w_1^2 + w_2^2} / 4$.)"
        )
    else:
        _now = "With both weights at 0 there is no line at all: the output is the same everywhere."
    mo.md(rf"""
    ## Name what you moved

    - The **weights** *turn* the line, and *steepen* the change across it. The line is square to the direction
      $(w_1, w_2)$; the longer that arrow, the sharper the change.
    - The **bias** *shifts* the line. Without it, the line would always pass through the middle, $(0, 0)$.

    {_now}
    """)
    return


@app.cell(hide_code=True)
def sigmoid_intro():
    mo.md(r"""
    ## Why squash at all

    A weighted sum can be any number: −40, 0.3, 1000. A question such as *is this e-mail spam?* wants
    an answer between *no* (0) and *yes* (1). The sigmoid gives one:

    $$\sigma(z) = \frac{1}{1 + e^{-z}}$$

    Read it from the inside. $e^{-z}$ is huge when $z$ is very negative and tiny when $z$ is very positive. Add 1
    and turn the fraction over, and the huge becomes almost 0, the tiny almost 1.

    There is a second reason, for later: a sum of weighted sums is again a weighted sum. Without a squash between
    them, any number of neurons in a row could do no more than one.
    """)
    return


@app.cell(hide_code=True)
def sigmoid_task():
    exercise_prompt("sigmoid", r"Return $\sigma(z) = 1 / (1 + e^{-z})$ for one number `z`. You may use `math.exp`.")
    return


@app.function
def sigmoid(z):
    """The number between 0 and 1 that belongs to z."""
    ...


@app.cell
def check_sigmoid():
    check(sigmoid)
    return


@app.cell
def sigmoid_table():
    zs = (-20, -10, -4, -1, 0, 1, 4, 10, 20)
    rows = [{"z": z, "σ(z)": f"{network.sigmoid(z):.6f}"} for z in zs]
    show(table(rows))
    return


@app.cell(hide_code=True)
def saturation_picture():
    from shared.lesson import charts

    _zs = [k / 10 for k in range(-80, 81)]
    _outs = [network.sigmoid(z) for z in _zs]
    _slopes = [network.sigmoid_derivative(a) for a in _outs]
    _near, _far = (network.sigmoid_derivative(network.sigmoid(z)) for z in (0, 8))
    mo.vstack(
        [
            mo.md(rf"""
    ## Why the ends go flat

    Read the table again. From $z = 0$ to $z = 1$ the output rises by
    {network.sigmoid(1) - network.sigmoid(0):.3f}. From 10 to 20 it rises by
    {network.sigmoid(20) - network.sigmoid(10):.6f}. The neuron has **saturated**: it is so sure that
    ten more units hardly change its answer. The dashed curve below is the slope of the sigmoid. It is largest
    at 0, exactly {_near:.2f}, and {_far:.5f} at 8. Lesson 5 computes slopes and lesson 6 trains a network
    with them, so a saturated neuron will be one that learns slowly.
    """),
            charts.lines(
                {"σ(z)": (_zs, _outs), "slope of σ": (_zs, _slopes)},
                f"The sigmoid rises from {_outs[0]:.4f} at z = −8 through 0.5 at 0 to {_outs[-1]:.4f} at 8; "
                f"its slope is a hump of height {_near:.2f} at 0 that falls to {_far:.5f} at either end.",
                x="z",
            ),
        ]
    )
    return


@app.cell(hide_code=True)
def overflow_intro():
    mo.md(r"""
    ## What happens at z = −1000

    $\sigma(-1000)$ is a number so close to 0 that a computer writes it as 0. The formula has to pass through $e^{1000}$ on
    the way, which no float can hold. Here is the formula as written, and a second form of the same number, tried
    at both ends:
    """)
    return


@app.cell
def two_forms():
    def as_written(z):
        return 1 / (1 + math.exp(-z))

    def times_e_to_z(z):  # above and below multiplied by e^z: the same number
        return math.exp(z) / (1 + math.exp(z))

    def attempt(form, z):
        try:
            return f"{form(z):.3f}"
        except OverflowError as error:
            return f"OverflowError: {error}"

    lines = []
    for form in (as_written, times_e_to_z):
        for z in (-1000, 1000):
            lines.append(f"{form.__name__}({z}) → {attempt(form, z)}")
    show(mo.plain_text("\n".join(lines)))
    return


@app.cell(hide_code=True)
def safe_form():
    mo.md(rf"""
    Each form fails at one end and survives at the other. So a safe sigmoid uses the first when $z \ge 0$ and the
    second when $z < 0$; then the exponent
    inside `math.exp` is never positive, and $e$ to such a number is at most 1.
    The course's own gives `sigmoid(-1000)` = {network.sigmoid(-1000):.1f} and `sigmoid(1000)` =
    {network.sigmoid(1000):.1f}. Your exercise above passes without this branch; with it, it is as good as the course's.
    """)
    return


@app.cell(hide_code=True)
def neuron_task():
    exercise_prompt(
        "neuron",
        r"Return the neuron's output $\sigma(w_1 x_1 + w_2 x_2 + b)$. Use your own `sigmoid`; if it is not "
        r"right yet, `network.sigmoid` is there.",
    )
    return


@app.function
def neuron(x1, x2, w1, w2, b):
    """The output of one neuron, between 0 and 1."""
    ...


@app.cell
def check_neuron():
    check(neuron)
    return


@app.cell(hide_code=True)
def your_neuron(live):
    _w1, _w2, _b = live.value["w1"], live.value["w2"], live.value["b"]
    _x1, _x2 = live.value["point"]
    _result = check(neuron)
    if _result.status == "right":
        _text = (
            f"Your `neuron({_x1:.2f}, {_x2:.2f}, {_w1:.2f}, {_w2:.2f}, {_b:.2f})` gives "
            f"**{neuron(_x1, _x2, _w1, _w2, _b):.3f}**. Compare it with the picture at the top: the same point, "
            "the same three numbers. Move them, and your code is asked again."
        )
    else:
        _text = "*In the editor, your code computes the point of the picture at the top here, once `neuron` is right.*"
    mo.md(f"## Your neuron in the picture\n\n{_text}")
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "Which of $w_1, w_2, b$ can turn the ½ line, and which can only shift it?",
                    "$w_1$ and $w_2$ turn it; $b$ shifts it.",
                ),
                (
                    r"What is $\sigma(0)$, and why?",
                    rf"{network.sigmoid(0)}: $e^0 = 1$, so the fraction is $1 / (1 + 1)$.",
                ),
                (
                    "From school, before any lesson: a straight line is $y = m x + t$. Which part of a neuron plays the role of $t$, and "
                    "which that of $m$?",
                    "The bias is the $t$: it shifts. The weights are the $m$: they set the direction and the steepness.",
                ),
            ),
            navigation(
                "01_neuron",
                "One neuron draws one straight line. Lesson 2 shows four points that no straight line can divide.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
