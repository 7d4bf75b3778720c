# /// script
# [tool.marimo.opengraph]
# title = "1 · Build a neuron"
# description = "Start here: a neural network from scratch, with only nine numbers. First you move the sliders of one neuron, then you write it in Python."
# image = "__marimo__/assets/01_neuron/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="1 · Build a neuron")

with app.setup(hide_code=True):
    import math
    from inspect import cleandoc

    import marimo as mo

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import check
    from shared.lesson.components import (
        beside,
        code,
        details,
        exercise_prompt,
        is_static,
        lesson_header,
        navigation,
        now_or_start,
        part_of,
        predict,
        recall,
        reveal,
        table,
    )
    from shared.lesson.status import lesson_status, show_status
    from shared.nn import network
    from shared.widgets.views import NeuronView

    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title():
    live = mo.ui.anywidget(NeuronView(w1=1.5, w2=1.0, b=-0.5, point=[0.5, -1.0]))
    # A cell that uses a control runs again when the control changes. `small` is HTML, not a control.
    small = part_of(live, "numbers")
    _course = mo.md(
        "**The course.** *Nine Numbers* builds a neural network from scratch. The network is so small that you can look at each of its nine numbers. It "
        "learns the task that you meet in lesson 2. Start here and do the lessons in order. You will train the network yourself in lesson 6."
    )
    lesson_header(
        "01_neuron",
        mo.vstack([live, _course]),
        do="Change two weights and a bias, watch what each one does, and write the neuron as two short functions.",
        able="Explain what a weighted sum, a bias and a sigmoid do, and compute a neuron's output on paper.",
        need="How to write a Python function, and what a slope is.",
        minutes=20,
    )
    return live, small


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("01_neuron", status)
    return


@app.cell(hide_code=True, expand_output=True)
def sum_by_hand(live, small):
    _w1, _w2, _b = live.value["w1"], live.value["w2"], live.value["b"]
    _x1, _x2 = live.value["point"]
    _z = _w1 * _x1 + _w2 * _x2 + _b

    def _factor(number):
        return f"{number:.2f}" if number >= 0 else f"({number:.2f})"

    _text = mo.md(
        rf"""
    ## A weighted sum, then a sigmoid

    The picture shows one **neuron**. It takes two numbers, $x_1$ and $x_2$, and returns one number. Drag the
    point: its coordinates are the two inputs. The colour under it is the output, from 0 (blue) to 1 (orange).

    The neuron works in two steps. With the numbers in the picture {now_or_start()}:

    1. **Weighted sum.** Multiply each input by its **weight**, add the results, and add the **bias**:

        $z = w_1 x_1 + w_2 x_2 + b$<br>
        $= {_factor(_w1)} \cdot {_factor(_x1)} + {_factor(_w2)} \cdot {_factor(_x2)} + {_factor(_b)}$<br>
        $= {_z:.3f}$

    2. **Sigmoid.** Apply the function $\sigma$, called the **sigmoid**. It turns any number into a number between 0 and 1, and it turns 0 into exactly ½:

        $\text{{out}} = \sigma(z) = \sigma({_z:.3f})$<br>
        $= {network.sigmoid(_z):.3f}$

    {"" if is_static() else "Move a slider: both lines change with it. "}That is the whole neuron: two weights, one bias and two steps.
    """
    )
    beside(_text, small)
    return


@app.cell(hide_code=True, expand_output=True)
def bias_question():
    bias_guess = predict(
        "You increase the bias and keep both weights. What happens to the line on which the output is ½?",
        {
            "It turns": "The direction of the line depends only on $w_1$ and $w_2$, and you keep both weights.",
            "It shifts and keeps its direction": r"The output is ½ exactly where the sum is 0. These points form the line "
            r"$w_1 x_1 + w_2 x_2 + b = 0$. If $b$ grows, the sum is 0 where $w_1 x_1 + w_2 x_2$ is smaller, so the line shifts. "
            "Its direction depends only on $w_1$ and $w_2$.",
            "It stays, and the colours get stronger": "At every point of the old line the sum was 0. Now the sum at these points is above 0, so the line "
            "has moved. The colours move with the line and do not get stronger.",
        },
        right="It shifts and keeps its direction",
    )
    bias_guess
    return (bias_guess,)


@app.cell(hide_code=True, expand_output=True)
def bias_answer(bias_guess, small):
    reveal(bias_guess, "Drag $b$ from −2 to 2 and watch.", picture=small)
    return


@app.cell(hide_code=True, expand_output=True)
def weights_question():
    weight_guess = predict(
        "You double all three numbers: both weights and the bias. What happens to the line on which the output is ½?",
        {
            "It stays, and the change from blue to orange gets steeper": r"Where $w_1 x_1 + w_2 x_2 + b$ is 0, the doubled sum is also 0. "
            "So the line stays. At every other point the sum is twice as far from 0, so the output is closer to 0 or to 1.",
            "It moves twice as far from the center": "That happens if you double only the bias. Here you double the weights too. "
            "At every point where the sum was 0, the sum is 0 again.",
            "It turns by 45 degrees": "The line turns only if the ratio of $w_1$ to $w_2$ changes. If you double both, the "
            "arrow $(w_1, w_2)$ gets twice as long and keeps its direction.",
        },
        right="It stays, and the change from blue to orange gets steeper",
    )
    weight_guess
    return (weight_guess,)


@app.cell(hide_code=True, expand_output=True)
def weights_answer(weight_guess, small):
    reveal(weight_guess, "Try it: double the number in each of the three fields.", picture=small)
    return


@app.cell(hide_code=True, expand_output=True)
def what_each_does(live, small):
    _w1, _w2, _b = live.value["w1"], live.value["w2"], live.value["b"]
    _size = math.hypot(_w1, _w2)
    if _size > 0:
        _now = (
            f"With the numbers in the picture {now_or_start()}, the line is {abs(_b) / _size:.2f} away from the center $(0, 0)$. "
            f"The output changes fastest at the line. Its slope there, at a right angle to the line, is {_size / 4:.2f}."
        )
    else:
        _now = "Both weights are 0, so there is no line: the output is the same everywhere."
    _text = mo.md(rf"""
    ## What weights and bias do

    - The weights *turn* the line. They also set how *steeply* the output changes across the line. Imagine an
      arrow from $(0, 0)$ to $(w_1, w_2)$. The line is at a right angle to this arrow. A longer arrow means a steeper change.
    - The bias *shifts* the line. Without a bias, the line always passes through the center $(0, 0)$.

    {_now}
    """)
    beside(_text, small)
    return


@app.cell(hide_code=True, expand_output=True)
def sigmoid_intro():
    mo.md(r"""
    ## Why the sigmoid

    A weighted sum can be any number: −40, 0.3, 1000. For a question such as *is this e-mail spam?* we want an
    answer between 0 (*no*) and 1 (*yes*). The sigmoid gives such an answer:

    $$\sigma(z) = \frac{1}{1 + e^{-z}}$$

    Read the formula from the inside out. If $z$ is very negative, $e^{-z}$ is huge, and 1 divided by a huge number
    is almost 0. If $z$ is very positive, $e^{-z}$ is almost 0, and the fraction is almost $1 / 1 = 1$.

    There is a second reason for the sigmoid. The sigmoid is an **activation function**: a function that
    a neuron applies to its weighted sum. A weighted sum of a weighted sum is itself a weighted sum: ${2(3x + 1) + 5} = {6x + 7}$.
    So without an activation function, many neurons together can do only what one neuron can do.
    """)
    return


@app.cell(hide_code=True, expand_output=True)
def sigmoid_task():
    exercise_prompt("sigmoid", r"Return $\sigma(z) = 1 / (1 + e^{-z})$ for one number `z`. You may use `math.exp`.")
    return


@app.function
def sigmoid(z):
    """Turn any number z into a number between 0 and 1."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_sigmoid():
    check(lambda: sigmoid)
    return


@app.cell(hide_code=True, expand_output=True)
def sigmoid_table():
    _zs = (-20, -10, -4, -1, 0, 1, 4, 10, 20)
    table([{"z": z, "σ(z)": f"{network.sigmoid(z):.6f}"} for z in _zs])
    return


@app.cell(hide_code=True, expand_output=True)
def saturation_picture():
    from shared.lesson import charts

    _zs = [k / 10 for k in range(-80, 81)]
    _outs = [network.sigmoid(z) for z in _zs]
    _derivatives = [network.sigmoid_derivative(a) for a in _outs]
    _near, _far = (network.sigmoid_derivative(network.sigmoid(z)) for z in (0, 8))
    mo.vstack(
        [
            mo.md(rf"""
    ## Why both ends are flat

    Look at the table again. From $z = 0$ to $z = 1$ the output rises by
    {network.sigmoid(1) - network.sigmoid(0):.3f}. From $z = 10$ to $z = 20$ it rises by only
    {network.sigmoid(20) - network.sigmoid(10):.6f}. Here the neuron is **saturated**: even if $z$ changes
    by 10, the output hardly changes.

    The dashed curve below is the slope of the sigmoid at each $z$. The slope of a function is called its
    **derivative**. The derivative of the sigmoid is largest at $z = 0$: there it is exactly {_near:.2f}. At $z = 8$ it is
    only {_far:.5f}. Lesson 5 computes derivatives, and lesson 6 trains a network with them. A saturated neuron has a
    derivative close to 0, so it learns slowly.
    """),
            charts.lines(
                {"σ(z)": (_zs, _outs), "derivative of σ": (_zs, _derivatives)},
                f"The sigmoid rises from {_outs[0]:.4f} at z = −8 to {_outs[-1]:.4f} at z = 8 and is 0.5 at z = 0. "
                f"Its derivative is largest at z = 0, where it is {_near:.2f}. It falls to {_far:.5f} at both ends.",
                x="z",
            ),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def overflow():
    def as_written(z):
        return 1 / (1 + math.exp(-z))

    def times_e_to_z(z):
        # The top and the bottom of the fraction are multiplied by e^z, so the value is the same.
        return math.exp(z) / (1 + math.exp(z))

    def attempt(form, z):
        try:
            return f"{form(z):.3f}"
        except OverflowError as error:
            return f"OverflowError: {error}"

    _intro = r"""
    $\sigma(-1000)$ is so close to 0 that Python rounds it to 0. But the formula first computes $e^{1000}$, and this
    number is too large for a float. The code below tries two forms of the sigmoid at ${z = -1000}$ and ${z = 1000}$. The
    first form is the formula as written. The second form multiplies the top and the bottom of this fraction by $e^z$.
    """
    _lines = [
        f"{form.__name__}({z}) → {attempt(form, z)}" for form in (as_written, times_e_to_z) for z in (-1000, 1000)
    ]
    _safe = mo.md(rf"""
    Each form fails at one of the two values of $z$ and works at the other value. So a safe sigmoid uses the first form if $z \ge 0$ and the
    second form if $z < 0$. Then the exponent inside `math.exp` is never above 0, so nothing overflows. The course's own `network.sigmoid` does this: it returns {network.sigmoid(-1000):.1f} for ${{z = -1000}}$
    and {network.sigmoid(1000):.1f} for ${{z = 1000}}$. The check also accepts a `sigmoid` with only the first form.
    With both forms, your function is as safe as the course's function.
    """)
    _after = f"{code(as_written, times_e_to_z).text}{mo.plain_text(chr(10).join(_lines)).text}{_safe.text}"
    mo.Html(details("If you want to know more: what happens at z = −1000", cleandoc(_intro), _after))
    return


@app.cell(hide_code=True, expand_output=True)
def neuron_task():
    exercise_prompt(
        "neuron",
        r"Return the neuron's output $\sigma(w_1 x_1 + w_2 x_2 + b)$. Call your own `sigmoid`. If it is not right "
        r"yet, call `network.sigmoid` instead.",
    )
    return


@app.function
def neuron(x1, x2, w1, w2, b):
    """Return the output of one neuron, a number between 0 and 1."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_neuron():
    check(lambda: neuron)
    return


@app.cell(hide_code=True, expand_output=True)
def your_neuron(live, small):
    _w1, _w2, _b = live.value["w1"], live.value["w2"], live.value["b"]
    _x1, _x2 = live.value["point"]
    _result = check(lambda: neuron)
    if _result.status == "right":
        _text = (
            f"Your `neuron({_x1:.2f}, {_x2:.2f}, {_w1:.2f}, {_w2:.2f}, {_b:.2f})` returns "
            f"**{neuron(_x1, _x2, _w1, _w2, _b):.3f}**. Compare this result with the picture, which shows the same point and "
            "the same three numbers. When you move a slider, your function runs again."
        )
    else:
        _text = "*When your `neuron` is right, its result for the numbers in the picture appears here.*"
    _shown = mo.md(f"## Your neuron in the picture\n\n{_text}")
    beside(_shown, small) if _result.status == "right" else _shown
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("01_neuron", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "Look at the line on which the output is ½. Which of the numbers $w_1, w_2, b$ can turn this line, and which number can only shift it?",
                    "$w_1$ and $w_2$ can turn it. $b$ can only shift it.",
                ),
                (
                    r"What is $\sigma(0)$, and why?",
                    rf"It is {network.sigmoid(0)}: $e^0 = 1$, so the fraction is $1 / (1 + 1)$.",
                ),
                (
                    "From school: a straight line is $y = m x + t$. Which part of a neuron is like $t$, and which is like $m$?",
                    "The bias is like $t$: it shifts the line. The weights are like $m$: they set the direction of the line. (They also set how steep the change is.)",
                ),
            ),
            navigation(
                "01_neuron",
                "One neuron draws one straight line. Lesson 2 shows four points that no straight line can separate correctly.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
