# /// script
# [tool.marimo.opengraph]
# title = "5 · Follow the blame backwards"
# description = "Backpropagation, one link at a time, with finite differences as the judge and six bugs to catch."
# image = "__marimo__/assets/05_chain_rule/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="5 · Follow the blame backwards")

with app.setup:
    import marimo as mo

    from shared import START_A, XOR, check
    from shared.lesson import charts
    from shared.lesson.components import (
        details,
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
        was_used,
    )
    from shared.nn import network
    from shared.widgets.views import BackwardView

    NAMES = network.Params._fields


@app.cell(hide_code=True)
def title():
    live = mo.ui.anywidget(BackwardView(params=START_A, row=1))
    lesson_header(
        "05_chain_rule",
        live,
        do="Pass the blame for one wrong answer back to nine numbers, and check your arithmetic against a judge.",
        able="Derive and code backpropagation for this network, and find the bug in one that is broken.",
        need="Lesson 4's squared error, and the idea of a slope. The chain rule is explained.",
        minutes=30,
        later=20,
    )
    return (live,)


@app.cell(hide_code=True)
def slope_and_bets():
    _nudged = START_A._replace(b2=START_A.b2 + 0.01)
    _before, _after = (network.mean_loss([XOR[1]], params) for params in (START_A, _nudged))
    sign_bet = predict(
        "Row (0, 1), target 1, start A: is the slope along $v_1$ positive or negative?",
        ["positive", "negative", "exactly 0"],
    )
    largest_bet = predict("Which of the nine has the largest slope, whatever its sign?", NAMES)
    mo.vstack(
        [
            mo.md(f"""
    ## What a slope says

    Take start A and the row (0, 1), whose target is 1. Its loss is {_before:.5f}. Now nudge one of the nine numbers: raise
    $b_2$ by 0.01. The loss becomes {_after:.5f}. It moved by {_after - _before:+.5f}, that is {(_after - _before) / 0.01:+.3f}
    for each unit of $b_2$. This ratio, for a nudge that shrinks to nothing, is the **slope** of the loss along $b_2$,
    written $\\partial L / \\partial b_2$. It is positive, so to lower the loss, *lower* $b_2$.

    There are nine slopes, one for each number. Together they are the **gradient**. It says of every number how much it is
    to blame, and in which direction to move it: against its slope.

    ## Bet before you compute
    """),
            sign_bet,
            largest_bet,
        ]
    )
    return largest_bet, sign_bet


@app.cell(hide_code=True)
def bets_answer(largest_bet, sign_bet):
    _grads = network.gradients(*XOR[1], START_A)
    _largest = max(NAMES, key=lambda name: abs(getattr(_grads, name)))
    _zero = [name for name in NAMES if getattr(_grads, name) == 0]
    mo.vstack(
        [
            reveal(
                sign_bet,
                "negative",
                f"It is {_grads.v1:+.4f}. The output was too low, $h_1$ is positive, so a larger $v_1$ lifts the output and "
                "lowers the loss.",
            ),
            reveal(
                largest_bet,
                _largest,
                f"Its slope is {getattr(_grads, _largest):+.4f}: a bias takes the whole blame of its neuron, a weight only the share "
                f"that came in through it. Exactly 0 are {' and '.join(f'`{name}`' for name in _zero)}: input 1 was 0, so these two "
                "changed nothing. Now show the nine in the picture.",
            ),
        ]
    )
    return


@app.cell(hide_code=True)
def first_links(live):
    _p = network.as_params(live.value["params"])
    _x1, _x2, _y = XOR[live.value["row"]]
    _h1, _h2, _out = network.forward(_x1, _x2, _p)
    _dout, _slope = 2 * (_out - _y), network.sigmoid_derivative(_out)
    mo.md(rf"""
    ## The first two links

    The loss depends on out, and out depends on the sum $z$ of the output neuron. To get from $L$ to $z$, multiply the two
    slopes on the way. That is the **chain rule**, and there is no more to it: *if a gear turns the next one twice as
    fast, and that one the next three times as fast, the last turns six times as fast.*

    For the row ({_x1:.0f}, {_x2:.0f}) and the nine numbers in the picture {now_or_start()}, with squared error:

    - From loss to output. The slope of $(\text{{out}} - y)^2$ is
      $\frac{{\partial L}}{{\partial \text{{out}}}} = 2(\text{{out}} - y) = 2 \cdot ({_out:.4f} - {_y:.0f}) = {_dout:.4f}$.
    - From output to sum. The slope of the sigmoid is
      $\frac{{\partial \text{{out}}}}{{\partial z}} = \text{{out}}(1 - \text{{out}}) = {_out:.4f} \cdot {1 - _out:.4f} = {_slope:.4f}$.
    - Both links: $\delta_\text{{out}} = \frac{{\partial L}}{{\partial z}} = {_dout:.4f} \cdot {_slope:.4f} = {_dout * _slope:.4f}$.

    The Greek delta is the **blame of a neuron**: how much the loss changes for each unit of that neuron's sum. (Choose
    cross-entropy in the picture and see the second link cancel: what is left is $\delta_\text{{out}} = \text{{out}} - y$.)
    """)
    return


@app.cell(hide_code=True)
def sigmoid_derivative_task():
    exercise_prompt(
        "sigmoid_derivative",
        r"Return the slope of the sigmoid at the point whose activation is `a`. You get $a = \sigma(z)$, not $z$: "
        r"that is enough, since $\sigma'(z) = \sigma(z)(1 - \sigma(z))$.",
    )
    return


@app.function
def sigmoid_derivative(a):
    """The slope of the sigmoid where its value is a."""
    ...


@app.cell
def check_sigmoid_derivative():
    check(sigmoid_derivative)
    return


@app.cell(hide_code=True)
def output_delta_task():
    exercise_prompt(
        "output_delta",
        r"Return $\delta_\text{out}$, the slope of $(\text{out} - y)^2$ along the sum of the output neuron: both links, multiplied.",
    )
    return


@app.function
def output_delta(out, y):
    """The blame of the output neuron."""
    ...


@app.cell
def check_output_delta():
    check(output_delta)
    return


@app.cell(hide_code=True)
def hidden_delta_task(live):
    _p = network.as_params(live.value["params"])
    _x1, _x2, _y = XOR[live.value["row"]]
    _h1, _h2, _out = network.forward(_x1, _x2, _p)
    _d = network.output_delta(_out, _y)
    exercise_prompt(
        "hidden_delta",
        "Return the blame of any hidden neuron, from the blame `d_out` of the output neuron, its outgoing weight `v` and its "
        "activation `h`.",
        lead=rf"""
    ## Through the weight

    The blame travels on. From the sum of hidden neuron 1 to the loss there is one road: its own sigmoid, then the weight $v_1$,
    then the output neuron, whose blame you have. Two more links to multiply: $v_1$ for the weight, and $h_1(1 - h_1)$ for the
    sigmoid.

    $\delta_{{h1}} = \delta_\text{{out}} \cdot v_1 \cdot h_1 (1 - h_1)
    = {_d:.4f} \cdot {_p.v1:.4f} \cdot {_h1:.4f} \cdot {1 - _h1:.4f} = {network.hidden_delta(_d, _p.v1, _h1):.5f}$

    Hidden neuron 2 has the same formula with its own $v_2$ and $h_2$, and gets {network.hidden_delta(_d, _p.v2, _h2):.5f}.
    """,
    )
    return


@app.function
def hidden_delta(d_out, v, h):
    """The blame of a hidden neuron, from the blame of the output neuron."""
    ...


@app.cell
def check_hidden_delta():
    check(hidden_delta)
    return


@app.cell(hide_code=True)
def gradients_task():
    exercise_prompt(
        "gradients",
        "Return the nine gradients of one row's loss, in the usual order: `w11, w12, b1, w21, w22, b2, v1, v2, c`. Use your "
        "functions, and `network.forward` for the activations.",
        lead=r"""
    ## From blame to nine gradients

    From blame to gradient is one multiplication. A weight's share is the blame of the neuron it ends in, times what entered
    through it: $\partial L / \partial w_{12} = \delta_{h1} \cdot x_2$, $\partial L / \partial v_1 = \delta_\text{out} \cdot h_1$.
    A bias is a weight whose input is always 1, so its gradient is $\delta$ itself.

    Michael Nielsen's book *Neural Networks and Deep Learning* writes the same for a network of any size, as four equations:

    | Nielsen | says | here |
    |:---|:---|:---|
    | BP1 | $\delta$ of the output | $\delta_\text{out} = 2(\text{out} - y) \cdot \text{out}(1 - \text{out})$ |
    | BP2 | $\delta$ one layer back | $\delta_{h1} = \delta_\text{out} \cdot v_1 \cdot h_1(1 - h_1)$ |
    | BP3 | gradient of a bias | $\delta$ of its neuron |
    | BP4 | gradient of a weight | $\delta$ of the neuron it enters, times the activation that comes in |
    """,
    )
    return


@app.function
def gradients(x1, x2, y, params):
    """The nine slopes of one row's loss, in the order w11, w12, b1, w21, w22, b2, v1, v2, c."""
    ...


@app.cell
def check_gradients():
    check(gradients)
    return


@app.cell(hide_code=True)
def numerical_gradient_task():
    exercise_prompt(
        "numerical_gradient",
        "`loss` is a function of the nine numbers, `i` says which one to nudge (0 is $w_{11}$, 8 is $c$). Leave `params` as you "
        "found it.",
        lead=r"""
    ## The judge: nudge and measure

    Nine formulas, nine chances to slip. There is a second way to a slope that needs no formula: nudge the number up by a small
    $\varepsilon$, nudge it down by the same, and divide the difference of the losses by $2\varepsilon$. It is slow, two
    forward passes for every number, so it does not train the network. It *judges* the formulas.
    """,
    )
    return


@app.function
def numerical_gradient(loss, params, i, eps=1e-5):
    """The slope of loss(params) along number i, by central difference."""
    ...


@app.cell
def check_numerical_gradient():
    check(numerical_gradient)
    return


@app.cell
def side_by_side():
    def row_loss(params, row=XOR[1]):
        return network.mean_loss([row], params)

    by_formula = network.gradients(*XOR[1], START_A)
    nudged = [network.numerical_gradient(row_loss, START_A, i) for i in range(9)]
    comparison = [
        {
            "number": name,
            "by formula": f"{a or 0.0:+.8f}",
            "by nudging": f"{n or 0.0:+.8f}",
            "difference": f"{abs(a - n):.0e}",
        }
        for name, a, n in zip(NAMES, by_formula, nudged, strict=True)
    ]
    show(table(comparison))
    return by_formula, row_loss


@app.cell(hide_code=True)
def smallest_error(by_formula, row_loss):
    _epsilons = [10**-k for k in range(1, 13)]
    _errors = [
        max(abs(network.numerical_gradient(row_loss, START_A, i, eps) - by_formula[i]) for i in range(9))
        for eps in _epsilons
    ]
    _best = min(range(len(_errors)), key=_errors.__getitem__)
    mo.vstack(
        [
            mo.md(f"""
    ## How small a nudge

    A smaller nudge should be a better one. Down to $\\varepsilon = 10^{{-{_best + 1}}}$ it is: at first the error falls a hundredfold
    for each tenfold smaller nudge. Then it *rises*. The two losses agree in so many digits that their difference keeps only a few, and dividing by a
    tiny number blows up what is left. The best is in between, which is why the exercise says `1e-5`.
    """),
            charts.lines(
                {"worst of nine": (_epsilons, _errors)},
                f"The worst error of the nine numerical slopes is {_errors[0]:.0e} at a nudge of 0.1, falls to {_errors[_best]:.0e} at "
                f"{_epsilons[_best]:.0e}, and rises again to {_errors[-1]:.0e} at {_epsilons[-1]:.0e}: a U.",
                x="nudge ε",
                y="error",
                log_x=True,
                log_y=True,
            ),
        ]
    )
    return


@app.cell(hide_code=True)
def bug_intro():
    mo.md("""
    ## Bug hunt: six broken backward passes

    (This is the second half. It can wait for another day.)

    A **backward pass** is the way from the loss to the nine gradients. The function below is one that can make six mistakes. In the table under it each line is one of
    the six, judged by nudging on the row (0.5, 2) → 1. A tick means the gradient agrees; × says by what factor it is off.
    """)
    return


@app.function
def broken_gradients(bug, x1, x2, y, params):
    """The nine gradients with one mistake in them, chosen by name."""
    h1, h2, out = network.forward(x1, x2, params)
    v1, v2 = params[6], params[7]
    slope1, slope2 = h1 * (1 - h1), h2 * (1 - h2)
    d_out = 2 * (out - y) * out * (1 - out)
    sent_back = d_out
    if bug == "h in place of h(1−h)":
        slope1, slope2 = h1, h2
    if bug == "output slope missing":
        d_out = sent_back = 2 * (out - y)
    if bug == "each other's v":
        v1, v2 = v2, v1
    if bug == "sign turned":
        d_out = sent_back = -d_out
    if bug == "raw error sent back":
        sent_back = 2 * (out - y)
    d_h1, d_h2 = sent_back * v1 * slope1, sent_back * v2 * slope2
    bias1, bias2 = d_h1, d_h2
    if bug == "hidden biases forgotten":
        bias1, bias2 = 0.0, 0.0
    return (
        *(d_h1 * x1, d_h1 * x2, bias1),
        *(d_h2 * x1, d_h2 * x2, bias2),
        *(d_out * h1, d_out * h2, d_out),
    )


@app.cell(hide_code=True)
def bug_hunt(row_loss):
    BUGS = [
        "h in place of h(1−h)",
        "raw error sent back",
        "hidden biases forgotten",
        "sign turned",
        "each other's v",
        "output slope missing",
    ]
    test_row = (0.5, 2.0, 1.0)  # no zeros: an input of 0 hides whatever is multiplied by it
    judge = [network.numerical_gradient(lambda p: row_loss(p, test_row), START_A, i) for i in range(9)]
    ratios = {
        bug: [g / n for g, n in zip(broken_gradients(bug, *test_row, START_A), judge, strict=True)] for bug in BUGS
    }
    hunt = [
        {"pass": number}
        | {name: "✓" if abs(r - 1) < 1e-6 else f"× {round(r, 2) + 0:.2f}" for name, r in zip(NAMES, row, strict=True)}
        for number, row in enumerate(ratios.values(), start=1)
    ]
    show(table(hunt), broken_gradients)
    return (BUGS,)


@app.cell(hide_code=True)
def bug_questions(BUGS):
    suspects = mo.ui.array([mo.ui.dropdown(sorted(BUGS), label=f"Pass {k}") for k in range(1, 7)])
    learners_guess = predict(
        "How many of the six broken passes still learn XOR from start A?", ["none", "one", "two", "four"]
    )
    mo.vstack(
        [
            mo.md("Which bug is which? Name the six from the pattern of what is wrong."),
            mo.md("\n".join(f"- {bug}" for bug in sorted(BUGS)))
            if is_static()
            else mo.hstack(list(suspects), wrap=True, justify="start"),
            learners_guess,
        ]
    )
    return learners_guess, suspects


@app.cell(hide_code=True)
def suspects_answer(BUGS, suspects):
    _named = sum(chosen == bug for chosen, bug in zip(suspects.value, BUGS, strict=True))
    _open = sum(chosen is None for chosen in suspects.value)
    _answer = "; ".join(f"pass {k}: *{bug}*" for k, bug in enumerate(BUGS, start=1))
    mo.Html(details("Which bug is which", f"{_answer[0].upper()}{_answer[1:]}.")) if is_static() else mo.md(
        f"**{_named} of 6** named correctly, {_open} still open."
    )
    return


@app.cell(hide_code=True)
def learners_answer(BUGS, learners_guess):
    def learn(bug, epochs=2000, lr=2.0):
        params, losses = START_A, []
        for _ in range(epochs):
            losses.append(network.mean_loss(XOR, params))
            grads = [broken_gradients(bug, *row, params) for row in XOR]
            params = network.update(params, [sum(column) / 4 for column in zip(*grads, strict=True)], lr)
        return losses, all((network.forward(x1, x2, params)[2] > 0.5) == (y > 0.5) for x1, x2, y in XOR)

    _shown = None
    if was_used(learners_guess):
        _runs = {bug: learn(bug) for bug in BUGS}
        _learned = [bug for bug, (_, right) in _runs.items() if right]
        _count = ["none", "one", "two", "three", "four", "five", "six"][len(_learned)]
        _shown = reveal(
            learners_guess,
            _count,
            f"After 2000 epochs, all four rows are right for: {' and '.join(f'*{bug}*' for bug in _learned)}. Their gradients are wrong, and "
            "their loss falls to almost 0. So a falling loss does not prove a gradient. The judge does.",
            charts.lines(
                {
                    f"pass {k}": (range(0, 2000, 10), losses[::10])
                    for k, (losses, _) in enumerate(_runs.values(), start=1)
                },
                "Loss of the six broken passes over 2000 epochs. At the end: "
                + ", ".join(f"pass {k} {losses[-1]:.4f}" for k, (losses, _) in enumerate(_runs.values(), start=1))
                + ".",
                x="epoch",
                y="loss",
            ),
        )
    _shown
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    r"What is $\delta$ of a neuron, in words?",
                    "How much the loss changes for each unit of that neuron's weighted sum.",
                ),
                (
                    "Given $\\delta_{h2}$, what are the gradients of $w_{21}$, $w_{22}$ and $b_2$?",
                    r"$\delta_{h2} \cdot x_1$, $\delta_{h2} \cdot x_2$ and $\delta_{h2}$.",
                ),
                (
                    "From lesson 1: where is the slope of the sigmoid largest, and what does that mean for a saturated neuron?",
                    "At $z = 0$, where it is ¼. A saturated neuron has a slope near 0, so it gets almost no blame and hardly learns.",
                ),
            ),
            navigation(
                "05_chain_rule",
                "You know for each number which way is down. Lesson 6 takes one small step that way, four thousand times.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
