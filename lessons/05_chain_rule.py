# /// script
# [tool.marimo.opengraph]
# title = "5 · Follow the blame backwards"
# description = "Backpropagation step by step, checked with finite differences, and six bugs to find."
# image = "__marimo__/assets/05_chain_rule/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="5 · Follow the blame backwards")

with app.setup(hide_code=True):
    from inspect import cleandoc

    import marimo as mo

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import START_A, XOR, check
    from shared.lesson import charts
    from shared.lesson.cache import cached
    from shared.lesson.components import (
        beside,
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
        show,
        table,
        yours_if_right,
    )
    from shared.lesson.figures import draw_once, plt, show_figure
    from shared.lesson.status import lesson_status, show_status
    from shared.nn import network
    from shared.widgets.views import BackwardView

    NAMES = network.Params._fields
    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title():
    live = mo.ui.anywidget(BackwardView(params=START_A, row=1))
    # A cell that uses a control runs again when the control changes.
    # A cell that uses these HTML parts does not run again.
    with_output_chain = part_of(live, "network", "output-chain")
    with_hidden_chain = part_of(live, "network", "hidden-chain")
    with_gradients = part_of(live, "network", "gradients")
    lesson_header(
        "05_chain_rule",
        part_of(live, "network"),
        do="Compute how each of the nine numbers changes the loss, and check your results with a second method.",
        able="Derive and program backpropagation for this network, and find the bug in a broken version.",
        need="Lesson 4's squared error, and derivatives as slopes. The chain rule is explained here.",
        minutes=30,
        later=20,
    )
    return live, with_gradients, with_hidden_chain, with_output_chain


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("05_chain_rule", status)
    return


@app.cell(hide_code=True, expand_output=True)
def derivative_and_predictions():
    _changed = START_A._replace(b2=START_A.b2 + 0.01)
    _before, _after = (network.mean_loss([XOR[1]], params) for params in (START_A, _changed))
    _h1, _, _out = network.forward(*XOR[1][:2], START_A)
    _grads = network.gradients(*XOR[1], START_A)
    sign_guess = predict(
        "Take start A and the row (0, 1), whose target is 1. Is the derivative with respect to $v_1$ positive or negative?",
        {
            "Positive": "A positive derivative means that a larger $v_1$ increases the loss. But $h_1$ is positive, so "
            f"a larger $v_1$ increases the output. The output {_out:.3f} is below its target. So a larger output decreases the loss.",
            "Negative": f"The derivative is {_grads.v1:+.4f}. The output is below its target, and $h_1$ is positive. So a larger $v_1$ increases the output and "
            "decreases the loss.",
            "Exactly 0": "If this derivative were 0, a small change of $v_1$ would not change the loss. But $v_1$ is multiplied by "
            f"$h_1 = {_h1:.3f}$, which is not 0, so the output changes with $v_1$.",
        },
        right="Negative",
    )
    zero_guess = predict(
        "In the row (0, 1), input 1 is 0. Which of the nine derivatives are exactly 0 for this row?",
        {
            "None of them": "The weights of input 1 are multiplied by 0 in this row. If you change them, the loss stays the same.",
            "Those of w11 and w21": "Both weights are multiplied by input 1, which is 0. So a small change of these weights does not change "
            "the loss.",
            "Those of w12 and w22": "These two weights are multiplied by input 2, which is 1 in this row. Their derivatives are "
            f"{_grads.w12:+.4f} and {_grads.w22:+.4f}.",
            "Those of b1 and b2": "A bias is added to the sum. It is not multiplied by an input, so b1 and b2 change the loss in every row. Here their "
            f"derivatives are {_grads.b1:+.4f} and {_grads.b2:+.4f}.",
        },
        right="Those of w11 and w21",
    )
    mo.vstack(
        [
            mo.md(f"""
    ## What a derivative tells you

    Take start A and the row (0, 1), whose target is 1. Its loss is {_before:.5f}. Now increase $b_2$ by 0.01. The loss
    becomes {_after:.5f}. It changes by {_after - _before:+.5f}. Divided by 0.01, this is {(_after - _before) / 0.01:+.3f}. If
    you make the change of $b_2$ smaller and smaller, this ratio approaches the *derivative* of the loss with respect to $b_2$, written
    $\\partial L / \\partial b_2$. It is the slope of the loss in the direction of $b_2$. Here it is positive, so you must
    *decrease* $b_2$ to decrease the loss.

    There are nine derivatives, one for each number. Together they are called the **gradient**. For each number, it
    tells you how much the loss changes if you change this number a little. It also tells you how to decrease the loss:
    decrease a number if its derivative is positive, and increase it if its derivative is negative.

    ## Predict before you compute
    """),
            sign_guess,
            zero_guess,
        ]
    )
    return zero_guess, sign_guess


@app.cell(hide_code=True, expand_output=True)
def prediction_answers(sign_guess, with_gradients, zero_guess):
    _grads = network.gradients(*XOR[1], START_A)
    _largest = max(NAMES, key=lambda name: abs(getattr(_grads, name)))
    mo.vstack(
        [
            reveal(sign_guess),
            reveal(
                zero_guess,
                f"If you ignore the signs, `{_largest}` has the largest derivative: {getattr(_grads, _largest):+.4f}. This number is the bias of "
                "the output neuron. The derivatives of $v_1$ and $v_2$ have one more factor, $h_1$ or $h_2$, which is below 1. The derivatives for "
                "the weights and biases of the hidden neurons have even more factors below 1. Now show all nine derivatives in the picture.",
                picture=with_gradients,
            ),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def first_links(live, with_output_chain):
    _p = network.as_params(live.value["params"])
    _x1, _x2, _y = XOR[live.value["row"]]
    _h1, _h2, _out = network.forward(_x1, _x2, _p)
    _dout, _derivative = 2 * (_out - _y), network.sigmoid_derivative(_out)
    _text = mo.md(rf"""
    ## The first two links of the chain

    The loss depends on out, and out depends on the sum $z$ of the output neuron. To get the derivative of $L$ with
    respect to $z$, multiply the derivatives of these two steps. This is the **chain rule**. Think of three gears: *if
    gear 2 turns twice as fast as gear 1, and gear 3 turns three times as fast as gear 2, then gear 3 turns six times as
    fast as gear 1.*

    For the row ({_x1:.0f}, {_x2:.0f}) and the nine numbers in the picture {now_or_start()}, with squared error:

    - From the loss to the output. The derivative of $(\text{{out}} - y)^2$ is<br>
      $\frac{{\partial L}}{{\partial \text{{out}}}} = 2(\text{{out}} - y)$<br>
      $= 2 \cdot ({_out:.4f} - {_y:.0f})$<br>
      $= {_dout:.4f}$.
    - From the output to the sum. The derivative of the sigmoid is<br>
      $\frac{{\partial \text{{out}}}}{{\partial z}} = \text{{out}}(1 - \text{{out}})$<br>
      $= {_out:.4f} \cdot {1 - _out:.4f}$<br>
      $= {_derivative:.4f}$.
    - From the loss to the sum. The product of the two derivatives is<br>
      $\delta_\text{{out}} = \frac{{\partial L}}{{\partial z}} = {_dout:.4f} \cdot {_derivative:.4f}$<br>
      $= {_dout * _derivative:.4f}$.

    The Greek letter $\delta$ is the **delta** of a neuron: the derivative of the loss with respect to the weighted sum of
    this neuron. (It is the *blame* in the title of this lesson.) If you choose cross-entropy in the picture, the
    factor $\text{{out}}(1 - \text{{out}})$ cancels: $\delta_\text{{out}} = \text{{out}} - y$.
    """)
    beside(_text, with_output_chain)
    return


@app.cell(hide_code=True, expand_output=True)
def sigmoid_derivative_task():
    exercise_prompt(
        "sigmoid_derivative",
        r"You get `a`, the output of the sigmoid for a number $z$. You do not get $z$. Return the derivative of the sigmoid at this $z$. "
        r"`a` is enough, because $\sigma'(z) = \sigma(z)(1 - \sigma(z))$.",
    )
    return


@app.function
def sigmoid_derivative(a):
    """Return the derivative of the sigmoid at z. You know only its output: a = σ(z)."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_sigmoid_derivative():
    check(lambda: sigmoid_derivative)
    return


@app.cell(hide_code=True, expand_output=True)
def output_delta_task():
    exercise_prompt(
        "output_delta",
        r"Return $\delta_\text{out}$, the derivative of $(\text{out} - y)^2$ with respect to the sum of the output neuron. It is the "
        "product of the two derivatives above.",
    )
    return


@app.function
def output_delta(out, y):
    """Return the delta of the output neuron."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_output_delta():
    check(lambda: output_delta)
    return


@app.cell(hide_code=True, expand_output=True)
def hidden_delta_task(live, with_hidden_chain):
    _p = network.as_params(live.value["params"])
    _x1, _x2, _y = XOR[live.value["row"]]
    _h1, _h2, _out = network.forward(_x1, _x2, _p)
    _d = network.output_delta(_out, _y)
    exercise_prompt(
        "hidden_delta",
        "Return the delta of a hidden neuron. `d_out` is the delta of the output neuron, `v` is the weight from the hidden "
        "neuron to the output neuron, and `h` is the activation of the hidden neuron.",
        lead=rf"""
    ## The deltas of the hidden neurons

    There is only one path from the sum of hidden neuron 1 to the loss. It goes through the neuron's own sigmoid, then
    through the weight $v_1$, then through the output neuron. You already know $\delta_\text{{out}}$. Multiply it by two
    more factors: $v_1$ for the weight, and $h_1(1 - h_1)$ for the sigmoid.

    $\delta_{{h1}} = \delta_\text{{out}} \cdot v_1 \cdot h_1 (1 - h_1)$<br>
    $= {_d:.4f} \cdot {_p.v1:.4f} \cdot {_h1:.4f} \cdot {1 - _h1:.4f}$<br>
    $= {network.hidden_delta(_d, _p.v1, _h1):.5f}$

    Hidden neuron 2 has the same formula with $v_2$ and $h_2$. Its delta is {network.hidden_delta(_d, _p.v2, _h2):.5f}.
    """,
        picture=with_hidden_chain,
    )
    return


@app.function
def hidden_delta(d_out, v, h):
    """Return the delta of a hidden neuron; d_out is the delta of the output neuron."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_hidden_delta():
    check(lambda: hidden_delta)
    return


@app.cell(hide_code=True, expand_output=True)
def gradients_task(with_gradients):
    exercise_prompt(
        "gradients",
        "Return the nine derivatives of one row's loss, in the usual order: `w11, w12, b1, w21, w22, b2, v1, v2, c`. Call the "
        "functions that you have written, and `network.forward` for the activations.",
        lead=r"""
    ## From deltas to the gradient

    One more multiplication turns a delta into a derivative. Each weight multiplies an input, and the
    product goes into a neuron. The derivative for the weight is the delta of this neuron times this input:
    $\partial L / \partial w_{12} = \delta_{h1} \cdot x_2$ and $\partial L / \partial v_1 = \delta_\text{out} \cdot h_1$.
    A bias works like a weight whose input is always 1, so its derivative is the delta itself.
    """,
        picture=with_gradients,
    )
    return


@app.function
def gradients(x1, x2, y, params):
    """Return the nine derivatives of one row's loss, in the usual order."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_gradients():
    check(lambda: gradients)
    return


@app.cell(hide_code=True, expand_output=True)
def numerical_gradient_task():
    exercise_prompt(
        "numerical_gradient",
        "`loss` is a function of the nine numbers. `i` is the index of the number to change (0 is $w_{11}$, 8 is $c$), and `eps` is "
        r"$\varepsilon$. Do not change `params` itself.",
        lead=r"""
    ## Check the formulas: finite differences

    It is easy to make a mistake in nine formulas. There is a second way to compute a derivative, and it needs no formula.
    Increase the number by a small $\varepsilon$ and compute the loss. Decrease it by $\varepsilon$ instead and compute
    the loss again. Divide the difference of the two losses by $2\varepsilon$. This is called a **finite difference**.

    Finite differences need two forward passes for each number, so they are too slow for training. But you can use them to
    check the formulas. This is called a **gradient check**.
    """,
    )
    return


@app.function
def numerical_gradient(loss, params, i, eps=1e-5):
    """Return the finite difference, which is close to the derivative of the loss with respect to number i."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_numerical_gradient():
    check(lambda: numerical_gradient)
    return


@app.cell(hide_code=True, expand_output=True)
def side_by_side():
    def row_loss(params, row=XOR[1]):
        return network.mean_loss([row], params)

    by_formula = network.gradients(*XOR[1], START_A)
    numerical = [network.numerical_gradient(row_loss, START_A, i) for i in range(9)]
    _comparison = [
        {
            "number": name,
            "by formula": f"{a or 0.0:+.8f}",
            "finite difference": f"{n or 0.0:+.8f}",
            "difference": f"{abs(a - n):.0e}",
        }
        for name, a, n in zip(NAMES, by_formula, numerical, strict=True)
    ]
    _nielsen = r"""
    | Nielsen | gives | here |
    |:---|:---|:---|
    | BP1 | delta of the output | $\delta_\text{out} = 2(\text{out} - y) \cdot \text{out}(1 - \text{out})$ |
    | BP2 | delta one layer back | $\delta_{h1} = \delta_\text{out} \cdot v_1 \cdot h_1(1 - h_1)$ |
    | BP3 | derivative for a bias | delta of its neuron |
    | BP4 | derivative for a weight | input of the weight, times the delta of the neuron after the weight |
    """
    mo.vstack(
        [
            mo.md("The table compares the formulas with the finite differences, for start A and the row (0, 1):"),
            table(_comparison),
            mo.md(
                "So the formulas are right. Michael Nielsen's book *Neural Networks and Deep Learning* states the same rules for networks of any "
                "size, as four equations called BP1 to BP4."
            ),
            mo.Html(details("The formulas as Nielsen's four equations", cleandoc(_nielsen))),
        ]
    )
    return by_formula, row_loss


@app.cell(hide_code=True, expand_output=True)
def smallest_error(by_formula, row_loss):
    _epsilons = [10**-k for k in range(1, 13)]
    _errors = [
        max(abs(network.numerical_gradient(row_loss, START_A, i, eps) - by_formula[i]) for i in range(9))
        for eps in _epsilons
    ]
    _best = min(range(len(_errors)), key=_errors.__getitem__)
    mo.md(f"""
    ## How small should ε be?

    You might expect that a smaller $\\varepsilon$ is always better. This is true down to $\\varepsilon = 10^{{-{_best + 1}}}$. At
    first, the error becomes 100 times smaller each time $\\varepsilon$ becomes 10 times smaller. Below
    $10^{{-{_best + 1}}}$ the error *rises*. For such a small $\\varepsilon$, almost all digits of the two losses are the same.
    So only a few digits of their difference are correct: the rest is rounding error. The division by the tiny $2\\varepsilon$ makes
    this error large. The exercise uses `1e-5`, which is neither too large nor too small.

    The code below draws the error for twelve values of $\\varepsilon$. It uses your `numerical_gradient` as soon as your function is right.
    Until then it uses the course's function. (In a program of your own, the first line is `import matplotlib.pyplot as plt`.)

    **How to read it.** Both axes are logarithmic: each step is a factor of 10. Start on the right, where ε is large, and go to the left.

    **Change one thing** (in the editor). Change `row=1` to `row=3`. Is the best ε still about the same?
    """)
    return


@app.cell(expand_output=True)
def error_against_epsilon():
    def draw_errors(numerical_gradient, row=1):
        def loss(params):
            return network.mean_loss([XOR[row]], params)

        exact = network.gradients(*XOR[row], START_A)
        epsilons = [10**-k for k in range(1, 13)]
        errors = [max(abs(numerical_gradient(loss, START_A, i, eps) - exact[i]) for i in range(9)) for eps in epsilons]
        fig, ax = plt.subplots()
        ax.loglog(epsilons, errors, marker="o")
        ax.set(xlabel="ε", ylabel="largest error")
        return show_figure(
            fig,
            alt=f"The largest error of the nine finite differences. It is {errors[0]:.0e} for ε = {epsilons[0]}, falls to "
            f"{min(errors):.0e} for ε = {epsilons[errors.index(min(errors))]:.0e}, and rises again to {errors[-1]:.0e} for "
            f"ε = {epsilons[-1]:.0e}.",
        )

    show(draw_once(draw_errors, yours_if_right(lambda: numerical_gradient)), draw_errors)
    return


@app.cell(hide_code=True, expand_output=True)
def bug_intro():
    mo.md("""
    ## Bug hunt: six broken backward passes

    (This is the second half of the lesson. You can do it another day.)

    A **backward pass** computes the gradient, starting from the loss. The function below is a backward pass. Its argument
    `bug` chooses one of six bugs. Each line of the table shows one of the six bugs. Every entry compares a derivative
    with the finite difference, for start A and the row (0.5, 2) → 1. A ✓ means that the two agree. The entry × 0.50 means
    that the derivative is 0.50 times the finite difference.
    """)
    return


@app.function
def broken_gradients(bug, x1, x2, y, params):
    """Return the nine derivatives, computed with one bug; `bug` is the name of this bug."""
    h1, h2, out = network.forward(x1, x2, params)
    v1, v2 = params[6], params[7]
    derivative1, derivative2 = h1 * (1 - h1), h2 * (1 - h2)
    d_out = 2 * (out - y) * out * (1 - out)
    sent_back = d_out
    if bug == "h instead of h(1−h)":
        derivative1, derivative2 = h1, h2
    if bug == "output derivative missing":
        d_out = sent_back = 2 * (out - y)
    if bug == "v1 and v2 swapped":
        v1, v2 = v2, v1
    if bug == "sign flipped":
        d_out = sent_back = -d_out
    if bug == "raw error sent back":
        sent_back = 2 * (out - y)
    d_h1, d_h2 = sent_back * v1 * derivative1, sent_back * v2 * derivative2
    bias1, bias2 = d_h1, d_h2
    if bug == "hidden biases forgotten":
        bias1, bias2 = 0.0, 0.0
    return (
        *(d_h1 * x1, d_h1 * x2, bias1),
        *(d_h2 * x1, d_h2 * x2, bias2),
        *(d_out * h1, d_out * h2, d_out),
    )


@app.cell(hide_code=True, expand_output=True)
def bug_hunt(row_loss):
    BUGS = [
        "h instead of h(1−h)",
        "raw error sent back",
        "hidden biases forgotten",
        "sign flipped",
        "v1 and v2 swapped",
        "output derivative missing",
    ]
    test_row = (0.5, 2.0, 1.0)  # no input is 0, because an input of 0 would hide a wrong factor
    expected = [network.numerical_gradient(lambda p: row_loss(p, test_row), START_A, i) for i in range(9)]
    ratios = {
        bug: [g / n for g, n in zip(broken_gradients(bug, *test_row, START_A), expected, strict=True)] for bug in BUGS
    }
    hunt = [
        {"pass": number}
        | {
            name: "✓" if abs(r - 1) < 1e-6 else f"×\u00a0{round(r, 2) + 0:.2f}"
            for name, r in zip(NAMES, row, strict=True)
        }
        for number, row in enumerate(ratios.values(), start=1)
    ]
    show(table(hunt), broken_gradients)
    return BUGS, ratios


@app.cell(hide_code=True, expand_output=True)
def bug_questions(BUGS):
    # A form keeps the choices in the browser until its button is pressed, so no choice is lost while Python is busy.
    suspects = mo.ui.form(
        mo.ui.batch(
            mo.Html(" ".join(f"{{pass_{k}}}" for k in range(1, 7))),
            {f"pass_{k}": mo.ui.dropdown(sorted(BUGS), label=f"Pass {k}") for k in range(1, 7)},
        ),
        submit_button_label="Check these choices",
        bordered=False,
        validate=lambda chosen: None if any(chosen.values()) else "Choose a bug for at least one pass first.",
    )
    learners_guess = predict(
        "How many of the six broken passes still learn XOR from start A?",
        {
            "none": "A step with a wrong gradient can still decrease the loss. The factor out(1 − out) is always positive. Without this "
            "factor, the derivatives of each row have other sizes but the same signs.",
            "one": "One more pass learns. *Two* passes leave out the factor out(1 − out). One pass leaves it out everywhere, the other pass leaves it "
            "out only in the deltas of the hidden neurons. Both passes learn.",
            "two": "Two passes leave out the factor out(1 − out). One pass leaves it out everywhere, the other pass leaves it out only in the deltas "
            "of the hidden neurons. This factor is positive, so the derivatives of each row keep their signs.",
            "four": "With the wrong sign, the steps increase the loss. If $v_1$ and $v_2$ are swapped, the weights of the hidden neurons "
            "change in the wrong direction. The chart below shows that two other passes fail as well.",
        },
        right="two",
    )
    mo.vstack(
        [
            mo.md("Which pass has which bug? Find out which derivatives are wrong, and by which factor."),
            mo.md("\n".join(f"- {bug}" for bug in sorted(BUGS))) if is_static() else suspects,
            learners_guess,
        ]
    )
    return learners_guess, suspects


@app.cell(hide_code=True, expand_output=True)
def suspects_answer(BUGS, ratios, suspects):
    def _sign_of(bug):
        """Describe which entries of the table are wrong with this bug, and by which factor."""
        wrong = [name for name, ratio in zip(NAMES, ratios[bug], strict=True) if abs(ratio - 1) > 1e-6]
        shown = sorted({f"×\u00a0{round(ratio, 2) + 0:.2f}" for ratio in ratios[bug] if abs(ratio - 1) > 1e-6})
        where = "all nine entries" if len(wrong) == len(NAMES) else "the entries of " + ", ".join(wrong)
        return f"{where} would be wrong ({' or '.join(shown)})"

    _answer = "; ".join(f"pass {k}: *{bug}*" for k, bug in enumerate(BUGS, start=1))
    _chosen = list((suspects.value or {}).values()) or [None] * len(BUGS)
    _wrong = "\n".join(
        f"- The bug of pass {k} is not *{chosen}*: then {_sign_of(chosen)}. Compare this with row {k} of the table."
        for k, (chosen, bug) in enumerate(zip(_chosen, BUGS, strict=True), start=1)
        if chosen not in (None, bug)
    )
    _named = sum(chosen == bug for chosen, bug in zip(_chosen, BUGS, strict=True))
    mo.Html(details("Which pass has which bug", f"{_answer[0].upper()}{_answer[1:]}.")) if is_static() else mo.md(
        f"**{_named} of 6** choices are correct, {_chosen.count(None)} are not made yet.\n\n{_wrong}"
    )
    return


@app.cell(hide_code=True, expand_output=True)
def learners_answer(BUGS, learners_guess):
    def learn(bug, epochs=2000, lr=2.0):
        params, losses = START_A, []
        for _ in range(epochs):
            losses.append(network.mean_loss(XOR, params))
            grads = [broken_gradients(bug, *row, params) for row in XOR]
            params = network.update(params, [sum(column) / 4 for column in zip(*grads, strict=True)], lr)
        return losses, all((network.forward(x1, x2, params)[2] > 0.5) == (y > 0.5) for x1, x2, y in XOR)

    def _explain():
        _runs = {bug: cached(learn, bug) for bug in BUGS}
        _learned = [bug for bug, (_, right) in _runs.items() if right]
        return (
            f"After 2000 epochs, all four rows are right with the bug {' and with the bug '.join(f'*{bug}*' for bug in _learned)}. "
            "The gradients are wrong, but the loss still falls almost to 0. So a falling loss does not prove that a gradient is right. Use a gradient check.",
            charts.lines(
                {
                    f"pass {k}": (range(0, 2000, 10), losses[::10])
                    for k, (losses, _) in enumerate(_runs.values(), start=1)
                },
                "Loss of the six broken passes over 2000 epochs. The last values are "
                + ", ".join(f"pass {k} {losses[-1]:.4f}" for k, (losses, _) in enumerate(_runs.values(), start=1))
                + ".",
                x="epoch",
                y="loss",
            ),
        )

    reveal(learners_guess, _explain)
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("05_chain_rule", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    r"What is the delta $\delta$ of a neuron, in words?",
                    "The derivative of the loss with respect to the neuron's weighted sum. It tells you how much the loss changes "
                    "per unit of this sum.",
                ),
                (
                    "You know $\\delta_{h2}$. What are the derivatives for $w_{21}$, $w_{22}$ and $b_2$?",
                    r"$\delta_{h2} \cdot x_1$, $\delta_{h2} \cdot x_2$ and $\delta_{h2}$.",
                ),
                (
                    "From lesson 1: where is the derivative of the sigmoid largest, and what does this mean for a saturated neuron?",
                    "At $z = 0$, where it is ¼. For a saturated neuron it is close to 0, so the delta of the neuron is also close to 0 "
                    "and the neuron hardly learns.",
                ),
            ),
            navigation(
                "05_chain_rule",
                "For each number you can now compute the direction that decreases the loss. Lesson 6 takes thousands of small steps in these directions.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
