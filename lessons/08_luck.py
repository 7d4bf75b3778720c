# /// script
# [tool.marimo.opengraph]
# title = "8 · Find out why training fails"
# description = "A success map, measured with thousands of networks. Press a cell, replay a run that failed, and find the cause."
# image = "__marimo__/assets/08_luck/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="8 · Find out why training fails")

with app.setup(hide_code=True):
    import math

    import marimo as mo
    import numpy as np

    import nine_numbers  # noqa: F401 - names another `shared` that is in the way
    from shared import XOR, CountMap, LiveNetwork, check
    from shared.experiments import success_map
    from shared.experiments.diagnosis import ONES, ZEROS, diagnose_run, format_evidence
    from shared.experiments.ensemble import activations, metrics, params_of, train_many, train_range
    from shared.experiments.statistics import format_rate
    from shared.experiments.success_map import BASELINE, count_converged, describe_change
    from shared.lesson import charts, success_map_view
    from shared.lesson.cache import cached
    from shared.lesson.components import (
        code,
        details,
        exercise_prompt,
        is_static,
        lesson_header,
        navigation,
        predict,
        recall,
        reveal,
        table,
    )
    from shared.lesson.status import lesson_status, show_status
    from shared.nn import network
    from shared.nn.mlp import XOR_Y

    Y = XOR_Y[:, 0]  # the targets
    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title(picture):
    lesson_header(
        "08_luck",
        picture,
        do="Guess how often training succeeds, then measure it. Find out why single runs failed, and try the smallest fix.",
        able="Say why a run failed, and support it with measurements.",
        need="Lessons 5 to 7.",
        minutes=30,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("08_luck", status)
    return


@app.cell(hide_code=True, expand_output=True)
def measure(knobs):
    _asked = dict(knobs.value)
    _across = _asked.pop("across")
    _settings = BASELINE._replace(**{success_map.COLUMN_FIELDS[name]: value for name, value in _asked.items()})
    with mo.status.progress_bar(
        total=len(success_map.COLUMNS[_across]), title="Training every cell", remove_on_exit=True
    ) as _bar:
        sweeps = success_map_view.measure(_settings, _across, _bar.update)
    return (sweeps,)


@app.cell(hide_code=True, expand_output=True)
def fill_map(count_map, rate_guess, sweeps):
    # The widget itself, not its `grid`: this cell need not run again when a cell of the map is pressed.
    _covered = ["± 2"] if rate_guess.value is None else []
    count_map.caption = success_map_view.caption(sweeps, _covered)
    count_map.table = success_map_view.as_table(sweeps, _covered)
    return


@app.cell(hide_code=True, expand_output=True)
def pressed(grid, sweeps):
    _start, _column = grid.value["pressed"] or ("", "")
    chosen = BASELINE._replace(weights=5.0)
    if (_start, _column) in sweeps:
        chosen = sweeps[_start, _column].settings
    else:
        _start = "± 5"
    place = f"{_start}, {success_map.describe_settings(chosen)}"
    mo.md(
        ""
        if is_static()
        else f"The chosen cell is **{place}**. Its runs are below, under [One cell, one run](#one-cell-one-run)."
    )
    return chosen, place


@app.cell(hide_code=True, expand_output=True)
def controls():
    _labels = {"width": "Width", "learning rate": "Learning rate", "activation": "Activation", "loss": "Loss"}
    _usual = {"width": "2 hidden", "learning rate": "lr 2", "activation": "sigmoid", "loss": "squared error"}
    knobs = mo.ui.dictionary(
        {
            "across": mo.ui.dropdown(list(success_map.COLUMNS), "width", label="Columns"),
            **{
                name: mo.ui.dropdown(success_map.COLUMNS[name], _usual[name], label=label)
                for name, label in _labels.items()
            },
        }
    )
    count_map = CountMap(caption="Training the networks of the map…")
    grid = mo.ui.anywidget(count_map)
    if is_static():
        picture = mo.vstack(
            [
                mo.md("Each column is one width: the number of hidden neurons. Everything else is as in lesson 6."),
                mo.Html(success_map_view.map_html(success_map_view.measure(BASELINE, "width"), ["± 2"])),
            ]
        )
    else:
        picture = mo.vstack([mo.hstack(list(knobs.elements.values()), wrap=True, justify="start", gap=1), grid])
    reference = cached(train_many, 1000, BASELINE)
    _learned = count_converged(reference)
    _column = dict(zip(success_map.INITIALIZATIONS, cached(success_map.train_column, BASELINE), strict=True))
    _rates = {
        "About 10": "That is too few: more than half of the networks learn. Larger weights make it worse. But even with weights between −10 and 10, "
        f"{count_converged(_column['± 10'])} of 100 learn: see the row ± 10 of the map.",
        "About 40": f"More than that. {count_converged(_column['± 5'])} of 100 is the rate with weights between −5 and 5: see the row ± 5 of the map. Smaller "
        "weights are better.",
        "About 65": f"Of 1000 networks, {_learned} learned.",
        "About 95": "More fail than that. Two hidden neurons are just enough for XOR: both must be in a good place. With eight hidden neurons nearly all "
        "learn, as the map shows.",
    }
    rate_guess = predict(
        "Lesson 6 drew weights between −2 and 2 and had two hidden neurons. Out of 100 such networks, how many learn XOR within 4000 epochs? "
        "(The rows above and below ± 2 may help.)",
        _rates,
        right=min(_rates, key=lambda option: abs(10 * int(option.split()[-1]) - _learned)),
    )
    failure_guess = predict(
        "With the settings of lesson 6, most failed runs fail in the same way. Which?",
        {
            "They are too slow": "Then more epochs would help. The table below shows the failed runs again with four times as many epochs: hardly any "
            "of them learns.",
            "σ is flat, so the delta is almost 0": "This happens if the weights are very large. Between −2 and 2 it is rare: the number of such runs is "
            "below.",
            "Their numbers grow without limit": f"Of these 1000 runs, {int((reference.outcome == 'diverged').sum())} diverged. The sigmoid keeps all "
            "activations between 0 and 1, so the gradients stay small.",
            "Two rows get the same output": "The two rows have different targets, so at least one of them is wrong.",
        },
        right="Two rows get the same output",
    )
    loss_guess = predict(
        "One source of this course thinks that with cross-entropy instead of the squared error, we may not need retries. Train the same 1000 "
        "networks with cross-entropy. What changes?",
        {
            "Nearly all learn": "Most failed runs give two rows with different targets the same place in the hidden layer. No loss can separate two rows "
            "that the output neuron cannot tell apart.",
            "About as many learn, but faster": "The delta of cross-entropy has no factor σ′, so it stays large while an output is wrong. That saves epochs. "
            "But it does not stop the hidden layer from merging two rows.",
            "Fewer learn": "Slightly fewer learned, but so small a difference can be chance: the two intervals overlap.",
        },
        right="About as many learn, but faster",
    )
    mo.vstack(
        [
            mo.md(
                """
    For every number in the map, 100 networks were trained. The number says how many of them learned. A network has **learned** if its mean
    squared error is 0.001 or less.

    Each *row* of the map is one *initialization*: a rule for the first numbers of a network. ± 5 means that the weights are uniform random
    numbers between −5 and 5, and the biases between −0.5 and 0.5. In the row *identical*, all hidden neurons begin with the same
    random numbers. With *Xavier* and *He*, the size of the weights depends on the number of inputs. The lesson explains these three below.
    """
            ),
            mo.md(
                ""
                if is_static()
                else "Each *column* is one value of a setting. You choose this setting in the list *Columns*; that setting's own list is then "
                "ignored. All other settings are those that you see in the lists."
            ),
            rate_guess,
        ]
    )
    return (
        count_map,
        failure_guess,
        grid,
        knobs,
        loss_guess,
        picture,
        rate_guess,
        reference,
    )


@app.cell(hide_code=True, expand_output=True)
def rate_answer(rate_guess, reference, sweeps):
    _row = [
        {"initialization": start, "": column, "learned, of 100": count_converged(sweep)}
        for (start, column), sweep in sweeps.items()
        if start == "± 2"
    ]
    reveal(
        rate_guess,
        f"The success rate is {format_rate(count_converged(reference), 1000)}. The numbers in "
        "brackets are the 95 % confidence interval: the success rates that fit this count. With only 100 networks the interval is about three "
        "times as wide. So a small difference between two cells of the map can be pure chance. "
        + ("The row of the map:" if is_static() else "The row in the map is now open."),
        *([table(_row)] if is_static() else []),
    )
    return


@app.cell(hide_code=True, expand_output=True)
def failures(failure_guess, reference):
    def _explain():
        _failed = reference.outcome != "converged"
        _count = int(_failed.sum())
        _hidden, _out = activations(BASELINE, reference.final[_failed].astype(float))
        _apart = np.abs(_out[:, ONES] - _out[:, ZEROS]).min(axis=1)
        _folded = np.abs(_hidden[:, ONES] - _hidden[:, ZEROS]).max(axis=2).min(axis=1)
        _worst = np.abs(_out - Y).argmax(axis=1)
        _far = np.take_along_axis(_out, _worst[:, None], axis=1)[:, 0]
        _flat = int(((np.abs(_far - Y[_worst]) > 0.5) & (4 * _far * (1 - _far) < 0.1)).sum())
        _merged = int((_apart < 0.1).sum())
        _ends = reference.mse[_failed]
        _named = {
            name: int((abs(_ends - end) < 0.01).sum()) for name, end in (("near 1/8", 1 / 8), ("near 1/6", 1 / 6))
        }
        _changes = [{"weights": 0.5}, {"jitter": 1.0}, {"lr": 10.0}, {"epochs": 16000}]
        _rows = []
        for _change in _changes:
            _again = cached(train_many, 1000, BASELINE._replace(**_change))
            _rows.append(
                {
                    "the same random numbers, with": describe_change(_change),
                    "of the failed runs, now learn": format_rate(
                        int((_again.outcome[_failed] == "converged").sum()), _count
                    ),
                    "of all 1000 runs, learn": format_rate(count_converged(_again), 1000),
                }
            )
        return (
            f"{_count} runs failed. In {_merged} of them, two rows with different targets have almost the same output: the difference is below 0.1. In "
            f"{int((_folded[_apart < 0.1] < 0.05).sum())} of these, the hidden layer maps two such rows to almost the same point: h1 and h2 differ by less "
            "than 0.05. Then the output neuron cannot separate the two rows. "
            f"The number of runs in which σ is flat at a wrong row is {_flat}. "
            "The final loss shows the same. If two rows share the output ½ and the other two are right, the loss is (¼ + ¼) / 4 = 1/8. If three "
            "rows share one output, and two of them have the same target, this output is ⅓ or ⅔. Then the loss is (1/9 + 1/9 + 4/9) / 4 = 1/6.",
            charts.bars(
                {**_named, "other": _count - sum(_named.values())},
                f"Final mean squared error of {_count} failed runs: "
                + ", ".join(f"{count} {name}" for name, count in _named.items())
                + f", {_count - sum(_named.values())} other.",
                x="mean squared error at the end",
                y="runs",
            ),
            mo.md(
                "Which change makes them learn? We tried each change below on every failed run, with the same random numbers."
            ),
            table(_rows),
            mo.md(
                "Compare the two rates in each line. *Smaller weights*: the rates are about equal. So smaller weights are better in general, but they are "
                "not a special fix for the failed ones. *Every number moved*: this helps fewer failed runs than new random numbers would. *Learning "
                "rate* and *epochs* keep the initial numbers. They help few failed runs, and more epochs help almost none. So these runs were not slow: they had reached their final state."
            ),
        )

    mo.vstack(
        [
            mo.md("## What failure looks like"),
            failure_guess,
            reveal(failure_guess, _explain),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def runs(chosen, place):
    sweep = cached(train_many, 1000, chosen)
    _failed = success_map.first_failure(sweep) % 100
    pick = mo.ui.dropdown(
        {f"run {k}: {success_map.describe_outcome(sweep, k)}": k for k in range(100)},
        f"run {_failed}: {success_map.describe_outcome(sweep, _failed)}",
        label="Run",
    )
    mo.vstack(
        [
            mo.md(
                f"## One cell, one run\n\nHere is the cell **{place}** again, now with 1000 networks. {format_rate(count_converged(sweep), 1000)} of "
                "them learned (in brackets: the 95 % interval). The first hundred are the networks of the map:"
            ),
            mo.Html(success_map_view.outcomes_html(sweep)),
            mo.md("" if is_static() else "You can press another cell of the map, or choose another run."),
            pick,
        ]
    )
    return pick, sweep


@app.cell(hide_code=True, expand_output=True)
def one_run(pick, place, sweep):
    _settings = sweep.settings
    _found = cached(diagnose_run, _settings, pick.value)
    _mse = _found.mse.tolist()
    _drawn = _settings.width == 2 and _settings.activation == "sigmoid"
    _history = np.round(_found.params.astype(float), 6).tolist() if _drawn else []
    replayed = mo.ui.anywidget(
        LiveNetwork(
            params=_history[0],
            lr=_settings.lr,
            loss=_settings.loss.replace("squared_error", "squared error").replace("_", "-"),
            history=_history,
            history_label=f"run {pick.value}",
        )
        if _drawn
        else LiveNetwork()
    )
    _shown = {
        "mse": "mean squared error at the end",
        "worst_error": "largest error of a row",
        "derivative": "σ′ on the way back, as a fraction of its maximum",
        "output_gap": "smallest gap between the output of a 0-row and of a 1-row",
        "hidden_gap": "smallest distance between a 0-row and a 1-row in the hidden layer",
        "largest_gradient": "largest gradient at the end",
        "largest_step": "largest single step of a number",
    }
    _evidence = [
        {"evidence": words, "measured": format_evidence(name, getattr(_found.evidence, name))}
        for name, words in _shown.items()
    ]
    _tried = [
        {
            "the same random numbers, but with": describe_change(change),
            "epochs": epochs,
            "mean squared error": f"{mse:.4f}",
            "learns": "**yes**" if rescued else "no",
        }
        for change, epochs, mse, rescued in _found.tried
    ]
    if _found.fix:
        _care = "If a change makes the run learn, that is evidence for the cause, but not proof: the changed run also takes a different path."
    else:
        _care = "None of these changes made it learn." if _tried else ""
    if _drawn:
        _care += f" Press **Play run {pick.value}**, then open *The hidden space*" + (
            "." if _found.diagnosis == "converged" else ". Do two rows end at the same point?"
        )
    _title = "Learned" if _found.diagnosis == "converged" else f"{_found.diagnosis[0].upper()}{_found.diagnosis[1:]}"
    _every = max(len(_mse) // 500, 1)
    mo.vstack(
        [
            mo.md(f"### Diagnosis of run {pick.value}\n\n**{_title}.** {_found.explanation}"),
            mo.hstack([table(_evidence), *([table(_tried)] if _tried else [])], wrap=True, justify="start", gap=2),
            mo.md(_care),
            replayed
            if _drawn
            else charts.lines(
                {"loss": (list(range(0, len(_mse), _every)), _mse[::_every])},
                f"Mean squared error of run {pick.value} in {place}. It goes from {_mse[0]:.4f} to {_mse[-1]:.4f} in "
                f"{len(_mse) - 1} epochs. At the end {int(metrics(_settings, _found.params[-1])[2])} of 4 rows right.",
                x="epoch",
                y="mean squared error",
            ),
        ]
    )
    return (replayed,)


@app.cell(hide_code=True, expand_output=True)
def symmetry():
    def identical_neurons():
        # Both hidden neurons begin with the same numbers.
        identical = BASELINE._replace(init="identical")
        # The same, then every number is changed by up to 0.1.
        jittered = identical._replace(jitter=0.1)
        return train_range(identical, 0, 200), train_range(jittered, 0, 200)

    def _neurons(numbers):
        return table(
            [
                {
                    "neuron": f"h{j + 1}",
                    "w1, w2, b": " ".join(f"{n:+.2f}" for n in numbers[3 * j : 3 * j + 3]),
                    "v": f"{numbers[6 + j]:+.2f}",
                }
                for j in (0, 1)
            ]
        )

    _identical, _jittered = identical_neurons()
    mo.vstack(
        [
            mo.md(f"""
    ## Symmetry

    Suppose that two hidden neurons begin with the same numbers. Then they get the same gradients, make the same steps, and stay equal
    forever. The network works as if it had only one hidden neuron. Run 0 after {_identical.epochs[0]} epochs:
    """),
            _neurons(_identical.final[0]),
            mo.md(f"""
    Of 200 such networks, {count_converged(_identical)} learned. Initializing all numbers with 0 is a special case of this. The fix is small:
    change every number by a random amount of up to ± 0.1. Now {count_converged(_jittered)} of 200 learn. Run 0 then ends with:
    """),
            _neurons(_jittered.final[0]),
            code(identical_neurons),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def saturation():
    def large_and_half_as_large():
        large = BASELINE._replace(weights=10.0)
        half = BASELINE._replace(weights=5.0)
        return train_range(large, 2, 1), train_range(half, 2, 1)  # only run 2

    _large, _half = large_and_half_as_large()
    _outputs = activations(_large.settings, _large.final[0].astype(float))[1]
    _rows = [
        {
            "row": f"({x1:.0f}, {x2:.0f})",
            "target": f"{y:.0f}",
            "output": f"{out:.6f}",
            "σ′ of the output": f"{network.sigmoid_derivative(out):.1e}",
        }
        for (x1, x2, y), out in zip(XOR, _outputs, strict=True)
    ]
    _worst = _rows[int(np.abs(_outputs - Y).argmax())]
    mo.vstack(
        [
            mo.md("""
    ## Saturation

    If weights are drawn between −10 and 10, the weighted sums become large. For large sums σ is flat: the neuron is *saturated*. On the way
    back, every delta is multiplied by the derivative σ′. If σ′ is almost 0, the gradient is almost 0 too. This is called a **vanishing
    gradient**. Run 2:
    """),
            table(_rows),
            mo.md(f"""
    The output for the row {_worst["row"]} is almost completely wrong. But its gradient is multiplied by {_worst["σ′ of the output"]} (at best ¼), so
    almost nothing changes. The run {success_map.describe_outcome(_large, 0)}. With the same random numbers, but half as large, it
    {success_map.describe_outcome(_half, 0)}.
    """),
            code(large_and_half_as_large),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def xavier_init_task():
    _rng = np.random.default_rng(0)
    _rows = []
    for _n in (4, 64, 1024):
        _inputs = _rng.choice([-1.0, 1.0], (500, _n))
        _sums = _inputs @ _rng.normal(0, 1, (_n, 20))
        _scaled = _inputs @ _rng.normal(0, np.sqrt(1 / _n), (_n, 20))
        _rows.append({"inputs": _n, "weights of size 1": f"{_sums.std():.1f}", "Xavier": f"{_scaled.std():.2f}"})
    mo.vstack(
        [
            mo.md(r"""
    ## How large should the first weights be?

    A neuron with $n$ inputs adds up $n$ products. If their signs are random, the typical size of the sum grows like $\sqrt{n}$. So weights
    that are good for two inputs can be too large for many inputs: the neurons saturate. The table shows the standard deviation
    of a neuron's sum, measured with 500 random rows of inputs +1 or −1:
    """),
            table(_rows),
            exercise_prompt(
                "xavier_init",
                "Return an array of shape (n_in, n_out). Draw its elements from a normal distribution with mean 0 and **variance** 1 / n_in. "
                "`rng` is a NumPy random generator.",
            ),
        ]
    )
    return


@app.function
def xavier_init(rng, n_in, n_out):
    """Weights of one layer, shape (n_in, n_out): normal random numbers with variance 1 / n_in."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_xavier_init():
    check(lambda: xavier_init)
    return


@app.cell(hide_code=True, expand_output=True)
def he_init_task():
    exercise_prompt(
        "he_init",
        "The same for a layer with ReLU. ReLU sets about half of its inputs to 0, so the variance is twice as large: 2 / n_in.",
    )
    return


@app.function
def he_init(rng, n_in, n_out):
    """Weights of one ReLU layer, shape (n_in, n_out): normal random numbers with variance 2 / n_in."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_he_init():
    check(lambda: he_init)
    return


@app.cell(hide_code=True, expand_output=True)
def dead_relu():
    def relu_networks(width):
        settings = BASELINE._replace(activation="relu", width=width)
        sweep = train_range(settings, 0, 200)
        hidden, _ = activations(settings, sweep.final.astype(float))
        # hidden has the shape (networks, rows, neurons)
        dead = (hidden <= 0).all(axis=1)  # 0 on all four rows
        return sweep, hidden, dead.any(axis=1)

    _maps = [
        dict(
            zip(
                success_map.INITIALIZATIONS,
                cached(success_map.train_column, BASELINE._replace(activation="relu", width=width)),
                strict=True,
            )
        )
        for width in (2, 8)
    ]
    _answer = " ".join(
        f"With {width} hidden neurons, this many of 100 networks learn: {', '.join(f'{start} {count_converged(column[start])}' for start in ('± 2', 'Xavier', 'He'))}."
        for width, column in zip(("two", "eight"), _maps, strict=True)
    )
    _two, _hidden, _dead = relu_networks(2)
    _eight, _, _ = relu_networks(8)
    _failed = _two.outcome != "converged"
    _k = int(np.argmax(_dead & _failed))
    _rows = [
        {"row": f"({x1:.0f}, {x2:.0f})", "h1": f"{h[0]:.3f}", "h2": f"{h[1]:.3f}"}
        for (x1, x2, _), h in zip(XOR, _hidden[_k], strict=True)
    ]
    mo.vstack(
        [
            mo.md(f"""
    ## Dead ReLU

    ReLU is flat below 0: its derivative there is 0. If a neuron outputs 0 for all four rows, all its gradients are 0. So its numbers never
    change again, and the neuron is **dead**. Run {_k}, after {_two.epochs[_k]} epochs:
    """),
            table(_rows),
            mo.md(f"""
    With two hidden ReLU neurons, {count_converged(_two)} of 200 networks learn. Of the {int(_failed.sum())} that fail, {int((_failed & _dead).sum())} have a
    dead neuron. Of those that learn, {int((~_failed & _dead).sum())} have one. More neurons help: with eight hidden neurons, {count_converged(_eight)} of 200 learn.
    """),
            code(relu_networks),
            mo.Html(
                details(
                    "Does Xavier's or He's initialization also help?"
                    + ("" if is_static() else " Look at the map: choose *Activation* ReLU."),
                    _answer,
                )
            ),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def divergence():
    def unclipped_and_clipped():
        relu = BASELINE._replace(activation="relu", loss="cross_entropy")
        unclipped = relu._replace(lr=30.0, weights=5.0, epochs=1000)
        # Every gradient is limited to ± 0.05 before the step.
        clipped = unclipped._replace(clip=0.05)
        return train_range(unclipped, 0, 100), train_range(clipped, 0, 100)

    _free, _held = unclipped_and_clipped()
    _gone = _free.outcome == "diverged"
    _k = int(np.argmax(_gone & (_held.outcome == "converged")))
    _run = np.array([numbers for numbers, _ in params_of(_free.settings._replace(epochs=60), _k)], float)
    _slopes = np.abs(np.diff(_run, axis=0)).max(axis=1) / _free.settings.lr
    _dead = int((activations(_free.settings, _run[-1])[0] <= 0).all(axis=0).sum())
    _sizes = {
        name: [float(np.abs(numbers).max()) for numbers, _ in params_of(sweep.settings._replace(epochs=60), _k)]
        for name, sweep in (("not clipped", _free), ("clipped", _held))
    }
    mo.vstack(
        [
            mo.md(f"""
    ## Divergence, and clipping

    ReLU has no upper limit, and the delta of cross-entropy has no factor σ′. So gradients can become large. With learning rate
    {_free.settings.lr:g}, run {_k} fails within three updates. Its largest gradient is {_slopes[0]:.2g}, then {_slopes[1]:.2g}, then {_slopes[2]:.2g}. Each
    step leads to a larger gradient: the gradient **explodes**. The largest of the nine numbers grows from {_sizes["not clipped"][0]:.1f} to
    {_sizes["not clipped"][3]:.0f} and stays there, because {_dead} of the 2 hidden neurons are dead. **Clipping** limits every gradient before the step:
    no gradient may be larger than a given bound.
    """),
            charts.lines(
                {name: (list(range(len(sizes))), sizes) for name, sizes in _sizes.items()},
                f"The largest number of run {_k}: "
                + ", ".join(f"{name} {sizes[-1]:.3g} after {len(sizes) - 1} epochs" for name, sizes in _sizes.items())
                + ".",
                x="epoch",
                y="largest number",
                log_y=True,
            ),
            mo.md(f"""
    With clipping, run {_k} {success_map.describe_outcome(_held, _k)}. But clipping does not help every run. Without it, {int(_gone.sum())} of 100 runs diverge
    and {count_converged(_free)} learn. With it, {int((_held.outcome == "diverged").sum())} diverge and {count_converged(_held)} learn. Clipping only limits the length of a step.
    A run can still end in a bad place.
    """),
            code(unclipped_and_clipped),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def plateau():
    def small_weights(epochs):
        return train_range(BASELINE._replace(weights=0.3, epochs=epochs), 0, 200)

    _short, _long = small_weights(1000), small_weights(4000)
    _losses = [mse for _, mse in params_of(_long.settings, 0)]
    mo.vstack(
        [
            mo.md("""
    ## Plateau

    If the first weights are very small, the hidden neurons are almost equal, and all outputs are near ½. The gradients of the four rows almost
    cancel, so for a long time the loss hardly changes. This is a *plateau*. It looks like failure, but training continues.
    """),
            charts.lines(
                {"loss": (list(range(0, len(_losses), 10)), _losses[::10])},
                f"Run 0, with weights between −0.3 and 0.3. The loss is {_losses[0]:.4f} at the start, {_losses[1000]:.4f} after 1000 epochs "
                f"and {_losses[-1]:.4f} after {len(_losses) - 1} epochs.",
                x="epoch",
                y="mean squared error",
            ),
            mo.md(f"""
    After 1000 epochs {count_converged(_short)} of 200 such runs have learned. After 4000 epochs {count_converged(_long)} have learned. So more epochs
    help here. They hardly help the other failures of this lesson. How can you recognize a plateau at epoch 1000? All outputs are still near ½, *and* the two
    hidden neurons are different. (If the two neurons are equal, the outputs can also be near ½, but then more epochs never help.)
    """),
            code(small_weights),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def converged_task():
    exercise_prompt(
        "converged",
        "Return True if the *last* of `losses` is finite and not above `threshold`. Otherwise return False. You can use `math`.",
        lead="""
    ## Try again, and say when to stop

    Some runs fail because of a bad choice, for example a learning rate that is too large. Other runs fail only because of bad luck: their
    random numbers were bad. Against bad luck, you can train again with new random numbers. A program needs two things for this: a test
    that says if a run has learned, and a loop that stops after a given number of attempts.
    """,
    )
    return


@app.function
def converged(losses, threshold=0.001):
    """True if the last loss is finite and not above the threshold."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_converged():
    check(lambda: converged)
    return


@app.cell(hide_code=True, expand_output=True)
def train_with_retries_task(reference):
    _rate = count_converged(reference) / len(reference.outcome)
    _enough = math.ceil(math.log(0.001) / math.log(1 - _rate))
    exercise_prompt(
        "train_with_retries",
        """
    Make at most `attempts` attempts. Each attempt has three steps.

    1. Draw nine **initial numbers** from `rng`, a NumPy random generator: one after the other, in the usual order. The weights are uniform between
       −2 and 2. The biases b1, b2 and c are uniform between −0.5 and 0.5.
    2. Train for `epochs` epochs with `network.train`. It yields epochs + 1 states. The first state has the initial numbers. Each state has
       a `loss` and `params`.
    3. If the run has `converged`, return `(params, losses, attempts_used)`: the final numbers, the losses of all states, and the number of this
       attempt. The first attempt is number 1.

    If no attempt has converged, raise an error with a message that says so.
    """,
        lead=f"With the settings of lesson 6, about {100 * _rate:.0f} of 100 attempts succeed. The probability that n attempts all fail is {1 - _rate:.2f} to the power of "
        f"n. For {_enough} attempts it is below one in a thousand.",
    )
    return


@app.function
def train_with_retries(data, rng, lr, epochs, attempts):
    """Final numbers and losses of the first attempt that converges, and the number of that attempt."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_train_with_retries():
    check(lambda: train_with_retries)
    return


@app.cell(hide_code=True, expand_output=True)
def retries_needed(loss_guess):
    def _explain():
        _losses = {"squared error": "squared_error", "cross-entropy": "cross_entropy"}
        _runs = {
            (width, name): cached(train_many, 1000, BASELINE._replace(width=width, loss=loss))
            for width in (2, 3, 4, 8)
            for name, loss in _losses.items()
        }
        _patient = cached(train_many, 1000, BASELINE._replace(epochs=16000))
        _rows = [
            {
                "hidden": width,
                "loss": name,
                "learned": format_rate(count_converged(sweep), 1000),
                "median epochs": f"{np.median(sweep.epochs[sweep.outcome == 'converged']):.0f}",
            }
            for (width, name), sweep in _runs.items()
        ]
        _plain, _cross = _runs[2, "squared error"], _runs[2, "cross-entropy"]
        _failed = _plain.outcome != "converged"
        _rescued = int((_cross.outcome[_failed] == "converged").sum())
        _wide = BASELINE._replace(weights=10.0, width=8)
        _far = [count_converged(cached(train_many, 1000, _wide._replace(loss=loss))) for loss in _losses.values()]
        return (
            f"With cross-entropy, {format_rate(count_converged(_cross), 1000)} learn. With the squared error, {format_rate(count_converged(_plain), 1000)} learn. "
            f"Of the {int(_failed.sum())} runs that fail with the squared error, {_rescued} learn with cross-entropy. "
            f"(With the squared error and four times as many epochs: {format_rate(count_converged(_patient), 1000)}.) But with more hidden neurons, we hardly "
            "need retries:",
            table(_rows),
            mo.md(
                "With weights between −2 and 2, **cross-entropy makes training faster, and width makes it more reliable**. Compare *median epochs* for the "
                "two losses, and *learned* for the widths. With other weights this can change. With weights between −10 and 10, σ is often flat. There, eight "
                f"hidden neurons learn in {format_rate(_far[0], 1000)} of the runs with the squared error, and in {format_rate(_far[1], 1000)} with cross-entropy."
            ),
        )

    mo.vstack(
        [
            mo.md("## Can we avoid retries?"),
            loss_guess,
            reveal(loss_guess, _explain),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("08_luck", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "A run stops improving at a loss of 1/8. What has its hidden layer done? Do more epochs help?",
                    "It gives two rows with different targets the same activations. The output is ½ for both rows. More epochs do not help.",
                ),
                (
                    "Symmetry, saturation, dead ReLU: what happens to the gradients in each case?",
                    "Symmetry: both hidden neurons get the same gradients. Saturation: σ is flat, so the gradients are almost 0. Dead ReLU: the gradients of the neuron are exactly 0.",
                ),
                (
                    "From lesson 5: which factor is missing in the delta of cross-entropy? Why does training become faster when an output is very wrong?",
                    "σ′ of the output. If an output is very wrong, σ is flat there, and σ′ is almost 0. Without this factor the delta stays large.",
                ),
            ),
            navigation(
                "08_luck",
                "You know how often training fails, and why. Lesson 9 leaves XOR behind: momentum, softmax, and real handwritten digits.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
