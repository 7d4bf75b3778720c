# /// script
# [tool.marimo.opengraph]
# title = "4 · Measure how wrong it is"
# description = "From four errors to one number, the loss, and a landscape that shows where it is low."
# image = "__marimo__/assets/04_loss/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="4 · Measure how wrong it is")

with app.setup(hide_code=True):
    import math  # noqa: F401 - your cross_entropy needs it

    import marimo as mo

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import START_A, START_B, XOR, check
    from shared.lesson.components import (
        beside,
        exercise_prompt,
        lesson_header,
        navigation,
        now_or_start,
        part_of,
        predict,
        recall,
        reveal,
        show,
        table,
        yours_if_right,
    )
    from shared.lesson.figures import draw_once, plt, show_figure
    from shared.lesson.status import lesson_status, show_status
    from shared.nn import network
    from shared.widgets.views import LandscapeView

    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title():
    trained = list(network.train(XOR, START_A, lr=2.0, epochs=4001))[-1].params
    puzzle = trained._replace(w12=6.0, c=4.0)  # a descent from this start ends in a local minimum
    live = mo.ui.anywidget(
        LandscapeView(
            params=puzzle,
            axes=["w12", "c"],
            presets={"puzzle": puzzle, "start A": START_A, "start B": START_B, "trained": trained},
        )
    )
    # A cell that uses a control runs again when the control changes. `small` is HTML, not a control.
    small = part_of(live)
    lesson_header(
        "04_loss",
        small,
        do="Turn four wrong answers into one number, the loss. Compare squared error with cross-entropy, and look for the lowest loss.",
        able="Compute a loss by hand, explain why errors are squared, and say how cross-entropy differs from squared error.",
        need="Lesson 3: the network's four outputs.",
        minutes=20,
    )
    return live, puzzle, small, trained


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("04_loss", status)
    return


@app.cell(hide_code=True, expand_output=True)
def four_errors(live, small):
    _outs = [network.forward(x1, x2, live.value["params"])[2] for x1, x2, _ in XOR]
    _rows = "\n".join(
        f"    | ({x1:.0f},&nbsp;{x2:.0f}) | {out:.4f} | {y:.0f} | {round(out - y, 4) + 0.0:+.4f} | {network.squared_error(out, y):.4f} |"
        for (x1, x2, y), out in zip(XOR, _outs, strict=True)
    )
    _rows = _rows.replace("| -", "| −")
    _mean = network.mean_loss(XOR, live.value["params"])
    _text = mo.md(f"""
    ## Four errors, one number

    The network gives four outputs, and each output has a target $y$. The **error** of a row is $\\text{{out}} - y$. To improve
    the network, we need *one* number that measures how wrong it is. This number is called the **loss**. The
    table uses the nine numbers in the picture {now_or_start()}:

    | row | out | $y$ | error | error² |
    |:---|:---|:---|:---|:---|
{_rows}
    | | | | **mean of the last column** | **{_mean:.4f}** |

    The loss here is the mean of the four squared errors. If you choose *squared error* in the picture, the bars beside
    the landscape show the same four squared errors. Drag the point and watch which row has the largest loss.
    """)
    beside(_text, small)
    return


@app.cell(hide_code=True, expand_output=True)
def mean_question():
    _errors = (0.5, 0.5, -0.5, -0.5)
    _mean = sum(_errors) / 4
    _size = sum(abs(error) for error in _errors) / 4
    _square = sum(error**2 for error in _errors) / 4
    mean_guess = predict(
        "A network has the error +0.5 on two rows and the error −0.5 on the other two. What is the mean of the four errors?",
        {
            "0": f"The positive and the negative errors cancel. Their mean is {_mean:g}, although every row is wrong.",
            "0.25": f"{_square} is the mean of the *squared* errors. The question is about the errors themselves, and two of them are negative.",
            "0.5": f"{_size} is the mean of the errors *without their signs*. With their signs, two errors are above 0 and two are below.",
        },
        right="0",
    )
    mean_guess
    return (mean_guess,)


@app.cell(hide_code=True, expand_output=True)
def mean_answer(mean_guess):
    _square = sum(error**2 for error in (0.5, 0.5, -0.5, -0.5)) / 4
    reveal(
        mean_guess,
        f"Squares are never negative, so they cannot cancel: the mean of the squared errors is {_square:g}. There are two more reasons to "
        "square the errors. One large error counts more than two errors of half its size. And the square has a derivative at every point, "
        "but the absolute value has no derivative at 0. Lesson 5 needs the derivative of the square.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def squared_error_task():
    exercise_prompt("squared_error", r"Return $(\text{out} - y)^2$, the loss of one row.")
    return


@app.function
def squared_error(out, y):
    """Return the squared error of one row."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_squared_error():
    check(lambda: squared_error)
    return


@app.cell(hide_code=True, expand_output=True)
def mean_squared_error_task():
    exercise_prompt(
        "mean_squared_error",
        "Return the mean of the squared errors of all rows. `outs` holds the outputs and `ys` holds the targets. Both have the same "
        "length, which is 1 or more.",
    )
    return


@app.function
def mean_squared_error(outs, ys):
    """Return the mean squared error over all rows."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_mean_squared_error():
    check(lambda: mean_squared_error)
    return


@app.cell(hide_code=True, expand_output=True)
def half_and_sum():
    _mean = network.mean_loss(XOR, START_A)
    mo.md(rf"""
    ## The ½ and the sum

    Some texts put a ½ in front of the square. Some texts add up the four squares and do not divide by 4. For start A:

    | loss | value | learning rate for the same step |
    |:---|:---|:---|
    | mean of $(\text{{out}} - y)^2$, this course | {_mean:.4f} | {2.0} |
    | mean of $\tfrac12 (\text{{out}} - y)^2$ | {_mean / 2:.4f} | {2.0 * 2} |
    | sum of $(\text{{out}} - y)^2$ | {_mean * 4:.4f} | {2.0 / 4} |

    All three losses are lowest at the same parameters. They differ only by a constant factor, and their derivatives differ by the
    same factor. In lesson 6, one training step is the **learning rate** (*lr*) times the derivative. The learning
    rates in the last column cancel this factor, so the step is the same for all three losses. If the losses of two programs differ
    by a factor of 2 or 4, first check whether one program uses the ½ or the sum.
    """)
    return


@app.cell(hide_code=True, expand_output=True)
def confident_question():
    _out_p, _out_q = 0.01, 0.0001
    _p, _q = (network.squared_error(out, 1) for out in (_out_p, _out_q))
    confident_guess = predict(
        f"The target is 1. Network P answers {_out_p}. Network Q answers {_out_q}. Both are wrong, and Q is more confident. How much larger "
        "is Q's squared error than P's?",
        {
            "About 2 % larger": f"P's squared error is {_p:.4f}. Q's squared error is {_q:.4f}: it is {100 * (_q / _p - 1):.1f} % larger than P's.",
            "Twice as large": f"That is not possible here. P's squared error is already {_p:.4f}, and no squared error is above 1, because the output is "
            "between 0 and 1.",
            "A hundred times as large": f"P's *output* is {_out_p / _out_q:.0f} times as large as Q's. But the error is the distance to the target 1, and "
            f"the two distances are almost equal: {1 - _out_p} and {1 - _out_q}.",
        },
        right="About 2 % larger",
    )
    confident_guess
    return (confident_guess,)


@app.cell(hide_code=True, expand_output=True)
def confident_answer(confident_guess):
    reveal(
        confident_guess,
        "The output is always between 0 and 1, so the squared error is never above 1. When a wrong answer gets more confident, the squared error hardly changes.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def cross_entropy_intro():
    mo.md(r"""
    ## Cross-entropy: a loss for confident mistakes

    Read the output as a probability: the network says that the answer is 1 with probability *out*. Then the probability
    of the right answer is $\text{out}$ if $y = 1$, and $1 - \text{out}$ if $y = 0$. **Cross-entropy** is minus the logarithm of this
    probability:

    $$L = -\bigl(y \ln \text{out} + (1 - y) \ln(1 - \text{out})\bigr)$$

    $y$ is 0 or 1, so one of the two terms is always 0. If $y = 1$, the loss is $-\ln \text{out}$. It is 0 if the output
    is 1. It grows without limit as the output approaches 0.

    The code below draws both losses. It uses your functions as soon as they are right. Until then it uses the course's functions. (In a program of
    your own, the first line is `import matplotlib.pyplot as plt`.)

    **How to read it.** The target is 1, so a good output is on the right. Follow both curves to the left: the output gets worse. Which
    loss becomes much larger?

    **Change one thing** (in the editor). Change `y=1` to `y=0`. Where are the good outputs now?
    """)
    return


@app.cell(expand_output=True)
def two_losses():
    def draw_losses(squared_error, cross_entropy, y=1):
        outs = [k / 200 for k in range(1, 200)]
        squares = [squared_error(out, y) for out in outs]
        entropies = [cross_entropy(out, y) for out in outs]
        fig, ax = plt.subplots()
        ax.plot(outs, squares, label="squared error")
        ax.plot(outs, entropies, label="cross-entropy")
        ax.set(xlabel="out", ylabel="loss")
        ax.legend()
        return show_figure(
            fig,
            alt=f"Both losses for target {y}. From out = {outs[0]} to out = {outs[-1]}, the squared error goes from {squares[0]:.2f} "
            f"to {squares[-1]:.2f}, and the cross-entropy goes from {entropies[0]:.2f} to {entropies[-1]:.2f}.",
        )

    show(
        draw_once(draw_losses, yours_if_right(lambda: squared_error), yours_if_right(lambda: cross_entropy)),
        draw_losses,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def cross_entropy_task():
    exercise_prompt(
        "cross_entropy",
        "Return the cross-entropy of one row. Use the natural logarithm `math.log`. `out` is above 0 and below 1; `y` is 0 or 1.",
    )
    return


@app.function
def cross_entropy(out, y):
    """Return the cross-entropy of one row."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_cross_entropy():
    check(lambda: cross_entropy)
    return


@app.cell(hide_code=True, expand_output=True)
def confident_mistakes():
    _mistakes = [
        {
            "out, target 1": out,
            "squared error": f"{network.squared_error(out, 1):.4f}",
            "cross-entropy": f"{network.cross_entropy(out, 1):.4f}",
        }
        for out in (0.9, 0.5, 0.1, 0.01, 0.0001)
    ]
    table(_mistakes)
    return


@app.cell(hide_code=True, expand_output=True)
def explore_landscape(puzzle, small, trained):
    _steps = [(k * 0.1, m * 0.1) for k in (-1, 0, 1) for m in (-1, 0, 1)]

    def _loss(params):
        return network.mean_loss(XOR, params)

    _hollow, _before = puzzle, None
    while _hollow != _before:  # go to the lowest neighbor until no neighbor is lower
        _before = _hollow
        _hollow = min((_before._replace(w12=_before.w12 + k, c=_before.c + m) for k, m in _steps), key=_loss)
    _text = mo.md(f"""
    ## The loss as a landscape

    The loss depends on nine numbers. The picture shows how the loss changes with two of them. The other seven stay fixed.
    Bright means a low loss, dark means a high loss. Try these four steps:

    1. Press **puzzle**. These are the numbers of a trained network, but $w_{{12}}$ and $c$ are wrong. The loss is
       {_loss(puzzle):.4f}. Choose w12 *across* and c *up*. Click the point and move it with the arrow keys. The bar *mean*
       shows the loss. Move only to points with a lower loss. Where do you end?
    2. You end near $w_{{12}} = {_hollow.w12:.1f}$, $c = {_hollow.c:.1f}$. The loss there is {_loss(_hollow):.4f}. From there, each
       small step in the picture makes the loss larger. Such a point is called a **local minimum**. But other points have a much lower
       loss. Find a loss below 0.001.
    3. Press **trained**: the loss is {_loss(trained):.4f}. Choose other pairs of numbers. The landscape is steep in
       some directions and flat in others.
    4. Choose cross-entropy. The valleys hardly move. Look at the bars: a row with a confident wrong answer now has a much
       larger loss.

    The landscape can also be flat at a point that is not a minimum. At a **saddle point** some small steps lead up and others lead
    down, as on a mountain pass.

    No picture can show all nine directions at once. But at any point you can ask about each of the nine numbers: does the
    loss fall when this number increases, or when it decreases? The derivatives of the loss answer this question. Training needs
    nothing else.
    """)
    beside(_text, small)
    return


@app.cell(hide_code=True, expand_output=True)
def your_loss():
    if check(lambda: mean_squared_error).status == "right":
        _outs = [network.forward(x1, x2, START_A)[2] for x1, x2, _ in XOR]
        _text = (
            f"For start A, your `mean_squared_error` returns **{mean_squared_error(_outs, [y for *_, y in XOR]):.4f}**. The program in *Train a "
            "Tiny Network from Scratch*, a source of this course, prints 0.2518 for the same network (see lesson 6)."
        )
    else:
        _text = "*When your `mean_squared_error` is right, the loss that it computes for start A appears here.*"
    mo.md(_text)
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("04_loss", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "Why do we average the squares of the errors, and not the errors themselves?",
                    "Positive and negative errors can cancel. Squares cannot.",
                ),
                (
                    "The target is 1 and the output is 0.0001. Which is larger, the squared error or the cross-entropy? How large are both?",
                    f"Cross-entropy: it is {network.cross_entropy(0.0001, 1):.2f}. The squared error is {network.squared_error(0.0001, 1):.4f}.",
                ),
                (
                    "From lesson 3: the untrained network answers about ½ for every row. About how large is its mean squared error?",
                    f"About ½² = {0.5**2}. For start A it is {network.mean_loss(XOR, START_A):.4f}.",
                ),
            ),
            navigation(
                "04_loss",
                "To lower the loss, you must know in which direction to change each number. Lesson 5 computes this direction for all nine numbers.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
