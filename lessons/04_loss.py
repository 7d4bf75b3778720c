# /// script
# [tool.marimo.opengraph]
# title = "4 · Measure how wrong it is"
# description = "From four errors to one number, and a landscape to walk down in."
# image = "__marimo__/assets/04_loss/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="4 · Measure how wrong it is")

with app.setup:
    import math  # noqa: F401 - for your cross_entropy

    import marimo as mo

    from shared import START_A, START_B, XOR, check
    from shared.lesson import charts
    from shared.lesson.components import (
        exercise_prompt,
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
    from shared.widgets.views import LandscapeView


@app.cell(hide_code=True)
def title():
    trained = list(network.train(XOR, START_A, lr=2.0, epochs=4001))[-1].params
    live = mo.ui.anywidget(
        LandscapeView(
            params=START_A,
            axes=["v1", "v2"],
            presets={"start A": START_A, "start B": START_B, "trained": trained},
        )
    )
    lesson_header(
        "04_loss",
        live,
        do="Turn four wrong answers into one number, choose how to punish a confident mistake, and look for the valley.",
        able="Compute a loss by hand, say why it is squared, and tell squared error from cross-entropy.",
        need="Lesson 3: the network's four outputs.",
        minutes=20,
    )
    return live, trained


@app.cell(hide_code=True)
def four_errors(live):
    _outs = [network.forward(x1, x2, live.value["params"])[2] for x1, x2, _ in XOR]
    _rows = "\n".join(
        f"    | ({x1:.0f}, {x2:.0f}) | {out:.4f} | {y:.0f} | {out - y:+.4f} | {network.squared_error(out, y):.4f} |"
        for (x1, x2, y), out in zip(XOR, _outs, strict=True)
    )
    _mean = network.mean_loss(XOR, live.value["params"])
    mo.md(f"""
    ## Four errors, one number

    The network gives four outputs, and each has a target $y$. The **error** of a row is $\\text{{out}} - y$. To make
    the network better we need *one* number that says how wrong it is: the **loss**. With the nine numbers in the picture {now_or_start()}:

    | row | out | $y$ | error | error² |
    |:---|:---|:---|:---|:---|
{_rows}
    | | | | **mean of the last column** | **{_mean:.4f}** |

    The bars beside the landscape show the same four squares, as long as *squared error* is chosen there. Drag the point, and
    see which row pays.
    """)
    return


@app.cell(hide_code=True)
def mean_question():
    mean_guess = predict(
        "A network is wrong by +0.5 on two rows and by −0.5 on the other two. What is the mean of its four errors?",
        ["0", "0.25", "0.5"],
    )
    mean_guess
    return (mean_guess,)


@app.cell(hide_code=True)
def mean_answer(mean_guess):
    _errors = (0.5, -0.5, 0.5, -0.5)
    reveal(
        mean_guess,
        "0",
        f"The errors cancel: their mean is {sum(_errors) / 4:g}, as if nothing were wrong. Squares cannot cancel: the mean of the squared "
        f"errors is {sum(e * e for e in _errors) / 4:g}. Two more reasons to square: a large error counts more than two "
        "half as large, and the square is smooth at 0, so it has a slope everywhere. Lesson 5 needs the slope.",
    )
    return


@app.cell(hide_code=True)
def squared_error_task():
    exercise_prompt("squared_error", r"Return $(\text{out} - y)^2$, the loss of one row.")
    return


@app.function
def squared_error(out, y):
    """The loss of one row."""
    ...


@app.cell
def check_squared_error():
    check(squared_error)
    return


@app.cell(hide_code=True)
def mean_squared_error_task():
    exercise_prompt(
        "mean_squared_error",
        "Return the mean of the squared errors of any number of rows. `outs` and `ys` are sequences of equal length.",
    )
    return


@app.function
def mean_squared_error(outs, ys):
    """The mean squared error over all rows: the loss of an epoch."""
    ...


@app.cell
def check_mean_squared_error():
    check(mean_squared_error)
    return


@app.cell(hide_code=True)
def half_and_sum():
    _mean = network.mean_loss(XOR, START_A)
    mo.md(rf"""
    ## The ½ and the sum

    Other texts put a ½ in front of the square, or add the rows up without dividing. For start A:

    | written as | value | same step as lr 2.0 here |
    |:---|:---|:---|
    | mean of $(\text{{out}} - y)^2$, this course | {_mean:.4f} | lr {2.0} |
    | mean of $\tfrac12 (\text{{out}} - y)^2$ | {_mean / 2:.4f} | lr {2.0 * 2} |
    | sum of $(\text{{out}} - y)^2$ | {_mean * 4:.4f} | lr {2.0 / 4} |

    All three are lowest at the same place. They differ by a constant factor, and so do their slopes. Lesson 6 will train by
    steps of learning rate (*lr*) times slope, so a different learning rate makes up for it exactly. When two programs differ by a factor of
    2 or 4, look here first.
    """)
    return


@app.cell(hide_code=True)
def confident_question():
    confident_guess = predict(
        "The target is 1. Network P answers 0.01, network Q answers 0.0001: wrong as well, and a hundred times as sure of it. How much larger "
        "is Q's squared error?",
        ["About 2 % larger", "Twice as large", "A hundred times as large"],
    )
    confident_guess
    return (confident_guess,)


@app.cell(hide_code=True)
def confident_answer(confident_guess):
    _p, _q = network.squared_error(0.01, 1), network.squared_error(0.0001, 1)
    reveal(
        confident_guess,
        "About 2 % larger",
        f"P pays {_p:.4f}, Q pays {_q:.4f}: {100 * (_q / _p - 1):.1f} % more. Squared error can never exceed 1 here, so it "
        "hardly notices how *sure* a wrong answer is.",
    )
    return


@app.cell(hide_code=True)
def cross_entropy_picture():
    _outs = [k / 200 for k in range(1, 200)]
    _squares = [network.squared_error(out, 1) for out in _outs]
    _entropies = [network.cross_entropy(out, 1) for out in _outs]
    mo.vstack(
        [
            mo.md(r"""
    ## Cross-entropy: the price of being sure and wrong

    Read the output as a probability: *I say 1 with probability out*. **Cross-entropy** charges the logarithm of the
    probability that was given to the truth:

    $$L = -\bigl(y \ln \text{out} + (1 - y) \ln(1 - \text{out})\bigr)$$

    One of the two terms is always 0, since $y$ is 0 or 1. If $y = 1$, what is left is $-\ln \text{out}$:
    nothing for an output of 1, and more without limit as the output nears 0.
    """),
            charts.lines(
                {"squared error": (_outs, _squares), "cross-entropy": (_outs, _entropies)},
                f"For target 1, squared error falls from {_squares[0]:.2f} at out = {_outs[0]} to 0 at 1; cross-entropy "
                f"falls from {_entropies[0]:.2f} at the same output to 0, and has no upper limit towards out = 0.",
                x="out",
                y="loss",
            ),
        ]
    )
    return


@app.cell(hide_code=True)
def cross_entropy_task():
    exercise_prompt(
        "cross_entropy",
        "Return the cross-entropy of one row, with the natural logarithm `math.log`. `out` lies strictly between 0 "
        "and 1; `y` is 0 or 1.",
    )
    return


@app.function
def cross_entropy(out, y):
    """The cross-entropy of one row."""
    ...


@app.cell
def check_cross_entropy():
    check(cross_entropy)
    return


@app.cell
def confident_mistakes():
    mistakes = [
        {
            "out, target 1": out,
            "squared error": f"{network.squared_error(out, 1):.4f}",
            "cross-entropy": f"{network.cross_entropy(out, 1):.4f}",
        }
        for out in (0.9, 0.5, 0.1, 0.01, 0.0001)
    ]
    show(table(mistakes))
    return


@app.cell(hide_code=True)
def walk_the_landscape(trained):
    _a, _end = network.mean_loss(XOR, START_A), network.mean_loss(XOR, trained)
    _names = network.Params._fields
    mo.md(f"""
    ## A landscape with nine directions

    The loss depends on nine numbers. The picture at the top shows two of them at a time and holds the other seven
    still. Light is low, dark is high. Three things to try:

    1. Press **start A**. Its loss is {_a:.4f}. Drag the point over $v_1$ and $v_2$ to the lowest place you can find. You will not
       come near 0: with the other seven as they are, no pair of output weights computes XOR.
    2. Press **trained**: {_end:.4f}. The point now lies in a valley. Choose other pairs of {", ".join(_names)} and look
       at its walls: steep in some directions, flat in others.
    3. Switch to cross-entropy. The valleys stay almost where they are. Read the bars: a row that is surely wrong now costs
       much more.

    Nobody can look at nine directions at once. But at any point one can *feel* which way is down. That is the slope,
    and it is all that training needs.
    """)
    return


@app.cell(hide_code=True)
def your_loss():
    if check(mean_squared_error).status == "right":
        _outs = [network.forward(x1, x2, START_A)[2] for x1, x2, _ in XOR]
        _text = (
            f"Your `mean_squared_error` gives start A **{mean_squared_error(_outs, [y for *_, y in XOR]):.4f}**. The first text behind the "
            "course prints 0.2518 for the same network: see lesson 6."
        )
    else:
        _text = "*In the editor, your `mean_squared_error` measures start A here, once it is right.*"
    mo.md(_text)
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "Why is the error squared, and not averaged as it is?",
                    "Errors of opposite sign would cancel; squares cannot.",
                ),
                (
                    "Target 1, output 0.0001. Which loss is alarmed, and what is it about?",
                    f"Cross-entropy: {network.cross_entropy(0.0001, 1):.2f}, against {network.squared_error(0.0001, 1):.4f} for squared error.",
                ),
                (
                    "From lesson 3: the untrained network answers about ½ to every row. What, then, is its mean squared error?",
                    f"About ½² = {0.5**2}. Start A has {network.mean_loss(XOR, START_A):.4f}.",
                ),
            ),
            navigation(
                "04_loss",
                "Down is where the loss falls. Lesson 5 computes, for each of the nine numbers, which way that is.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
