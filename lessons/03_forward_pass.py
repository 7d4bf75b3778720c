# /// script
# [tool.marimo.opengraph]
# title = "3 · Run the network forward"
# description = "From two inputs to one output: every value on the way, and what the hidden layer does to the plane."
# image = "__marimo__/assets/03_forward_pass/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="3 · Run the network forward")

with app.setup(hide_code=True):
    import math  # noqa: F401 - your own sigmoid needs it

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
        table,
        was_used,
    )
    from shared.lesson.status import lesson_status, show_status
    from shared.nn import network
    from shared.widgets.views import FoldView, ForwardView

    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title():
    live = mo.ui.anywidget(ForwardView(params=START_A, row=1))
    # A cell that uses a control runs again when the control changes.
    # A cell that uses these HTML parts does not run again.
    with_numbers = part_of(live, "network", "numbers")
    with_steps = part_of(live, "network", "steps")
    lesson_header(
        "03_forward_pass",
        part_of(live, "network"),
        do="Follow two inputs through three neurons, number by number, and write this calculation as one function.",
        able="Compute a network's output by hand, name all nine numbers, and explain what the hidden layer does.",
        need="Lessons 1 and 2: what one neuron computes, and why one neuron is not enough.",
        minutes=20,
    )
    return live, with_numbers, with_steps


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("03_forward_pass", status)
    return


@app.cell(hide_code=True, expand_output=True)
def the_nine_numbers(with_numbers):
    _text = mo.md(r"""
    ## Nine numbers

    Lesson 2 connected three neurons by hand. Here is the same network with sigmoids instead of steps. Two
    **hidden neurons** get the inputs. Together they are the **hidden layer**. The **output neuron** gets the outputs of
    the hidden neurons. The output of a neuron is also called its **activation**. The three activations are:

    $$h_1 = \sigma(w_{11} x_1 + w_{12} x_2 + b_1)$$

    $$h_2 = \sigma(w_{21} x_1 + w_{22} x_2 + b_2)$$

    $$\text{out} = \sigma(v_1 h_1 + v_2 h_2 + c)$$

    Count the numbers that you can change. $w_{11}, w_{12}, b_1$ belong to hidden neuron 1. $w_{21}, w_{22}, b_2$ belong to
    hidden neuron 2. $v_1, v_2, c$ belong to the output neuron. These nine numbers are called the **parameters** of the
    network. The course always writes them in this order. A network with 2 inputs, 2 hidden neurons and 1 output is called a **2-2-1** network.

    $w_{12}$ is the weight *into hidden neuron 1, from input 2*. In the picture, choose the row (0, 1) and change $w_{12}$. The values
    $h_1$ and out change, and $h_2$ stays the same.
    """)
    beside(_text, with_numbers)
    return


@app.cell(hide_code=True, expand_output=True)
def one_row(live, with_steps):
    _p = network.as_params(live.value["params"])
    _x1, _x2, _y = XOR[live.value["row"]]
    _h1, _h2, _out = network.forward(_x1, _x2, _p)
    _answer = int(_out > 0.5)
    _side = "above 0.5" if _answer else "not above 0.5"
    _text = mo.md(f"""
    ## One row, step by step

    The table under the picture shows every step of the calculation. Take the row ({_x1:.0f}, {_x2:.0f}) and the nine numbers
    in the picture {now_or_start()}. Each hidden neuron computes its weighted sum and applies the sigmoid: $h_1$ = {_h1:.4f} and
    $h_2$ = {_h2:.4f}. The output neuron does the same with $h_1$ and $h_2$ as its inputs: out = **{_out:.4f}**.

    The **target** is the answer in the XOR table. For this row it is {_y:.0f}. The output is {_side}, so the network's answer
    is {_answer}. This answer is {"correct" if _answer == _y else "wrong"}.

    Only the hidden neurons use $x_1$ and $x_2$. The output neuron gets only $h_1$ and $h_2$. Choose another row: the nine numbers stay
    the same, but the sums and the activations change.
    """)
    beside(_text, with_steps)
    return


@app.cell(hide_code=True, expand_output=True)
def zeros_question():
    _c = START_A.c
    _out = network.sigmoid(_c)
    zeros_guess = predict(
        "The picture begins with nine numbers, called **start A**. Set $v_1$ and $v_2$ to 0, and keep the other seven. "
        "What are the outputs of the four rows?",
        {
            "All exactly 0": "The products $v_1 h_1$ and $v_2 h_2$ are 0, but the bias $c$ is not. Then the neuron applies the sigmoid. The sigmoid never "
            "returns 0: for a sum of 0 it returns ½.",
            "All exactly ½": f"The outputs would be ½ if the sum were 0. But the bias $c$ remains: the sum is {_c}, so out is a little above ½.",
            "All equal, a little above ½": "The outputs of the hidden neurons are multiplied by 0, so the inputs no longer matter. In every "
            rf"row the sum is the bias $c = {_c}$, and out is $\sigma({_c}) = {_out:.4f}$.",
            "Four different numbers": "The hidden neurons still give different numbers in each row. But the output neuron multiplies all of "
            "them by 0.",
        },
        right="All equal, a little above ½",
    )
    zeros_guess
    return (zeros_guess,)


@app.cell(hide_code=True, expand_output=True)
def zeros_answer(with_numbers, zeros_guess):
    _activations = [network.forward(x1, x2, START_A) for x1, x2, _ in XOR]
    _outs = [out for *_, out in _activations]
    _sums = [START_A.v1 * h1 + START_A.v2 * h2 + START_A.c for h1, h2, _ in _activations]
    reveal(
        zeros_guess,
        "Press start A, then set $v_1$ and $v_2$ to 0. (The original $v_1$ and $v_2$ of start A give similar outputs: these two weights are small and have opposite "
        f"signs. So the sum of the output neuron is between {min(_sums):.2f} and {max(_sums):.2f} for all four rows, and the outputs are between "
        f"{min(_outs):.3f} and {max(_outs):.3f}.)",
        picture=with_numbers,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def forward_task():
    exercise_prompt(
        "forward",
        """
    Return the three activations `(h1, h2, out)` for one row of inputs.

    - Unpack the nine numbers with `w11, w12, b1, w21, w22, b2, v1, v2, c = params`.
    - For each neuron, call `network.neuron(x1, x2, w1, w2, b)`.
    - To use your own functions, copy `sigmoid` and `neuron` from lesson 1 into the cell, above `forward`, and call `neuron`.
    """,
    )
    return


@app.function
def forward(x1, x2, params):
    """Return the activations (h1, h2, out) of the 2-2-1 network."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_forward():
    check(lambda: forward)
    return


@app.cell(hide_code=True, expand_output=True)
def your_forward():
    if check(lambda: forward).status == "right":
        _outs = ", ".join(f"{forward(x1, x2, START_A)[2]:.4f}" for x1, x2, _ in XOR)
        _text = f"With start A, your `forward` returns the outputs **{_outs}**. The network is not trained yet."
    else:
        _text = "*When your `forward` is right, the outputs that it computes for start A appear here.*"
    mo.md(_text)
    return


@app.cell(hide_code=True, expand_output=True)
def untrained_outputs():
    outputs = [
        {
            "row": f"({x1:.0f}, {x2:.0f})",
            "target": int(y),
            "start A": f"{network.forward(x1, x2, START_A)[2]:.4f}",
            "start B": f"{network.forward(x1, x2, START_B)[2]:.4f}",
        }
        for x1, x2, y in XOR
    ]
    table(outputs)
    return (outputs,)


@app.cell(hide_code=True, expand_output=True)
def starts(outputs):
    mo.md(f"""
    ## Two starting points

    The nine numbers before training are called the **initialization**. The course uses two initializations, **start A**
    and **start B**. Both come from published tutorials (lesson 7 lists all sources). The tutorial *A Simple Neural Network from Scratch* prints
    these outputs for start B: {", ".join(row["start B"] for row in outputs)}. The table above shows the same numbers, computed in this notebook.

    Is one of the two starts much better? No: all eight outputs are close to ½.
    """)
    return


@app.cell(hide_code=True, expand_output=True)
def fold_question():
    fold_guess = predict(
        "The output neuron draws one straight line, and lesson 2 proved that one line is not enough for XOR. How can the network succeed?",
        {
            "The sigmoid bends its line": "The output is ½ exactly where the weighted sum is 0, and these points form a straight line. With "
            "the sigmoid, the output changes gradually from one side of the line to the other. But the line stays straight.",
            "The hidden layer moves the four points so that one line is enough": r"The inputs of the output neuron are $h_1$ and $h_2$, not "
            "$x_1$ and $x_2$. So its line is in the plane of $h_1$ and $h_2$. In this plane, the four points have other positions.",
            "The output neuron draws a second line": "A neuron has one weighted sum, so it draws one line. (Each of the two hidden neurons "
            "draws a line. But the output neuron gets only their outputs.)",
        },
        right="The hidden layer moves the four points so that one line is enough",
    )
    fold_guess
    return (fold_guess,)


@app.cell(hide_code=True, expand_output=True)
def fold_answer(fold_guess):
    reveal(fold_guess, "The picture below moves every point from $(x_1, x_2)$ to $(h_1, h_2)$.")
    return


@app.cell(hide_code=True, expand_output=True)
def fold_picture():
    updates = 4001  # the program of lesson 6 makes the same number of updates
    trained = list(network.train(XOR, START_A, lr=2.0, epochs=updates))[-1].params
    fold = mo.ui.anywidget(
        FoldView(params=trained, presets={"start A": START_A, "start B": START_B, "trained": trained})
    )
    # A cell that uses a control runs again when the control changes. `folded` is HTML, not a control.
    folded = mo.vstack([mo.md("## The plane of h1 and h2"), part_of(fold)])
    return fold, folded, trained


@app.cell(hide_code=True, expand_output=True)
def fold_section(fold_guess, folded):
    folded if was_used(fold_guess) else mo.md("")
    return


@app.cell(hide_code=True, expand_output=True)
def fold_table(fold, fold_guess, trained):
    _hidden = [network.forward(x1, x2, fold.value["params"]) for x1, x2, _ in XOR]
    _rows = "\n".join(
        f"    | ({x1:.0f}, {x2:.0f}) → {y:.0f} | ({h1:.3f}, {h2:.3f}) | {out:.3f} |"
        for (x1, x2, y), (h1, h2, out) in zip(XOR, _hidden, strict=True)
    )
    _a, _b = (network.forward(x1, x2, trained)[:2] for x1, x2 in ((0, 0), (1, 1)))
    _text = mo.md(f"""
    Drag the slider from 0 to 1, or press play. Lesson 6 computes the **trained** numbers: it begins with start A
    and makes about 4,000 updates. With these numbers, the hidden layer moves both rows with target 0 to almost the same
    point: ({_a[0]:.3f}, {_a[1]:.3f}) and ({_b[0]:.3f}, {_b[1]:.3f}). Imagine a square of paper. Fold it so that its corner
    (0, 0) lies on its corner (1, 1). Now one straight line separates these two corners from the other two.

    Choose **start A** or **start B**: the four points stay close together, and no straight line separates them correctly. With
    the numbers in the picture {now_or_start()}:

    | row → target | $(h_1, h_2)$ | out |
    |:---|:---|:---|
{_rows}
    """)
    _text if was_used(fold_guess) else mo.md("")
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("03_forward_pass", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "Write the three formulas of the 2-2-1 network. How many parameters does it have?",
                    r"$h_1 = \sigma(w_{11} x_1 + w_{12} x_2 + b_1)$, $h_2 = \sigma(w_{21} x_1 + w_{22} x_2 + b_2)$, "
                    r"$\text{out} = \sigma(v_1 h_1 + v_2 h_2 + c)$. It has nine parameters.",
                ),
                (
                    "What does the weight $w_{21}$ connect?",
                    "Input 1 and hidden neuron 2.",
                ),
                (
                    "From lesson 2: why can no single line compute XOR?",
                    r"The two rows with target 1 require $w_1 + w_2 + 2b > 0$. The two rows with target 0 require $w_1 + w_2 + 2b \le 0$. "
                    "The two conditions cannot both be true.",
                ),
            ),
            navigation(
                "03_forward_pass",
                "The network computes an output for every row, but these outputs are far from the targets. Lesson 4 computes one number that measures how wrong the outputs are.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
