# /// script
# [tool.marimo.opengraph]
# title = "8 · Find out why training fails"
# description = "A map of luck, measured on thousands of networks. Press a cell, replay a run that failed, and find the cause."
# image = "__marimo__/assets/08_luck/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="8 · Find out why training fails")

with app.setup:
    import math

    import marimo as mo
    import numpy as np

    from shared import XOR, LiveNetwork, check
    from shared.experiments import success_map
    from shared.experiments.diagnosis import ONES, ZEROS, diagnose_run, format_evidence
    from shared.experiments.ensemble import activations, metrics, params_of, train_many, train_range
    from shared.experiments.success_map import BASELINE, count_converged, describe_change, format_rate
    from shared.lesson import charts
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
        was_used,
    )
    from shared.nn import network

    Y = np.array(XOR)[:, 2]


@app.cell(hide_code=True)
def title(knobs, rate_guess, set_pressed, sweeps):
    _covered = ["± 2"] if rate_guess.value is None else []
    buttons = mo.ui.dictionary(
        {
            f"{start}, {column}": mo.ui.button(
                label=success_map.button_label(
                    start, column, "?" if start in _covered else str(count_converged(sweep))
                ),
                on_change=lambda _, cell=(start, sweep.settings): set_pressed(cell),
                tooltip=f"{start}, {column}",
                disabled=start in _covered,
            )
            for (start, column), sweep in sweeps.items()
        }
    )
    _map = success_map.map_html(
        sweeps,
        lambda start, column, text: text if is_static() else buttons[f"{start}, {column}"].text,
        f"How many of 100 networks learn XOR: {100 * len(sweeps):,} networks in all. Down: how they start. "
        + ("The row ± 2 is covered for a guess." if _covered else "Press a cell to see its runs."),
        _covered,
    )
    _lists = mo.hstack(list(knobs.elements.values()), wrap=True, justify="start", gap=1)
    if is_static():
        _lists = mo.md("The columns are widths. All else is as in lesson 6.")
    lesson_header(
        "08_luck",
        mo.vstack([_lists, mo.Html(_map)]),
        do="Guess how often training succeeds, then measure it. Take runs that failed, find out why, and try the smallest fix.",
        able="Tell bad luck from a bad choice, and name the evidence.",
        need="Lessons 5 to 7.",
        minutes=30,
    )
    return (buttons,)


@app.cell(hide_code=True)
def measure(knobs):
    _asked = dict(knobs.value)
    _across = _asked.pop("across")
    _settings = BASELINE._replace(**{success_map.COLUMN_FIELDS[name]: value for name, value in _asked.items()})
    with mo.status.progress_bar(
        total=len(success_map.COLUMNS[_across]), title="Training every cell", remove_on_exit=True
    ) as _bar:
        sweeps = success_map.measure(_settings, _across, _bar.update, cached)
    return (sweeps,)


@app.cell(hide_code=True)
def pressed(get_pressed):
    _start, _settings = get_pressed()
    place = f"{_start}, {success_map.describe_settings(_settings)}"
    mo.md(
        ""
        if is_static()
        else f"Pressed: **{place}**. Its runs are below, under [One cell, one run](#one-cell-one-run)."
    )
    return (place,)


@app.cell(hide_code=True)
def controls():
    get_pressed, set_pressed = mo.state(("± 5", BASELINE._replace(weights=5.0)))
    _labels = {"width": "Width", "learning rate": "Learning rate", "activation": "Activation", "loss": "Loss"}
    _usual = {"width": "2 hidden", "learning rate": "lr 2", "activation": "sigmoid", "loss": "squared error"}
    knobs = mo.ui.dictionary(
        {
            "across": mo.ui.dropdown(list(success_map.COLUMNS), "width", label="Across"),
            **{
                name: mo.ui.dropdown(success_map.COLUMNS[name], _usual[name], label=label)
                for name, label in _labels.items()
            },
        }
    )
    rate_guess = predict(
        "Lesson 6 drew its weights within ± 2 and had two hidden neurons. Of a hundred such starts, how many learn XOR within 4000 epochs? "
        "(The rows above and below it may help.)",
        ["About 10", "About 40", "About 65", "About 95"],
    )
    failure_guess = predict(
        "Most runs that fail at lesson 6's setting fail in one way. Which?",
        ["They were too slow", "A flat σ let no blame pass", "Their numbers grew without bound", "Two rows became one"],
    )
    wish_guess = predict(
        "One of the texts behind this course supposes that with cross-entropy in place of the squared error, retries may not be needed. Train the "
        "same thousand starts with it. What changes?",
        ["Nearly all learn", "About as many learn, but faster", "Fewer learn"],
    )
    reference = cached(train_many, 1000, BASELINE)
    mo.vstack(
        [
            mo.md(
                """
    Every number in the map is counted: 100 networks were drawn, trained and looked at for it. A network has
    **learned** when its mean squared error is at or below 0.001.

    *Down* is how they start. ± 5 means weights drawn evenly from −5 to 5, with biases within ± 0.5. *identical*: the hidden neurons start
    as copies of one draw. *Xavier* and *He*: sizes that follow from the number of inputs. You will meet all three below.
    """
                + (
                    ""
                    if is_static()
                    else "*Across* are the values of one setting, which you choose; its own list has no effect then. The other settings are those of the lists."
                )
            ),
            rate_guess,
        ]
    )
    return (
        failure_guess,
        get_pressed,
        knobs,
        rate_guess,
        reference,
        set_pressed,
        wish_guess,
    )


@app.cell(hide_code=True)
def rate_answer(rate_guess, reference, sweeps):
    _row = [
        {"start": start, "": column, "learned, of 100": count_converged(sweep)}
        for (start, column), sweep in sweeps.items()
        if start == "± 2"
    ]
    _options = rate_guess.element.options
    reveal(
        rate_guess,
        min(_options, key=lambda option: abs(int(option.split()[-1]) / 100 - count_converged(reference) / 1000)),
        f"Of 1000 networks, {count_converged(reference)} learned. For such networks in general that means {format_rate(count_converged(reference), 1000)}: in "
        "brackets is the 95 % interval, the rates that fit this count. With 100 networks it is three "
        "times as wide, so do not make much of small differences in the map. "
        + ("Its row:" if is_static() else "The row is open now."),
        *([table(_row)] if is_static() else []),
    )
    return


@app.cell(hide_code=True)
def runs(get_pressed, place):
    sweep = cached(train_many, 1000, get_pressed()[1])
    _failed = success_map.first_failure(sweep) % 100
    pick = mo.ui.dropdown(
        {f"run {k}: {success_map.describe_outcome(sweep, k)}": k for k in range(100)},
        f"run {_failed}: {success_map.describe_outcome(sweep, _failed)}",
        label="Look at",
    )
    mo.vstack(
        [
            mo.md(
                f"## One cell, one run\n\nThe cell **{place}**, counted again with 1000 networks: "
                f"{format_rate(count_converged(sweep), 1000)} learned (in brackets is the 95 % interval). The first hundred of them are those that the map counted:"
            ),
            mo.Html(success_map.outcomes_html(sweep)),
            mo.md("" if is_static() else "Press another cell of the map, or take another run."),
            pick,
        ]
    )
    return pick, sweep


@app.cell(hide_code=True)
def one_run(pick, place, sweep):
    _settings = sweep.settings
    _found = cached(diagnose_run, _settings, pick.value)
    _mse = _found.mse.tolist()
    _drawn = _settings.width == 2 and _settings.activation == "sigmoid"
    _history = np.round(_found.numbers.astype(float), 6).tolist() if _drawn else []
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
        "worst": "the worst row is wrong by",
        "passes": "the slope that its blame meets, as a share of the most",
        "merged": "outputs: the closest two of rows with different targets differ by",
        "folded": "hidden layer: the closest two such rows are apart by",
        "steepest": "steepest slope at the end",
        "leap": "farthest that one update moved a number",
    }
    _evidence = [
        {"evidence": words, "measured": format_evidence(name, _found.evidence[name])} for name, words in _shown.items()
    ]
    _tried = [
        {
            "from the same draws, but with": describe_change(change),
            "epochs": epochs,
            "mean squared error": f"{mse:.4f}",
            "rescued": "**yes**" if rescued else "no",
        }
        for change, epochs, mse, rescued in _found.tried
    ]
    if _found.fix:
        _care = (
            "A rescue points to a cause. It does not prove one: the changed run also meets other numbers on its way."
        )
    else:
        _care = "None of these rescued it." if _tried else ""
    if _drawn:
        _care += f" Press **Play run {pick.value}**, then open *The hidden space*" + (
            "." if _found.diagnosis == "converged" else ": do two rows end on one spot?"
        )
    _title = "Learned" if _found.diagnosis == "converged" else f"{_found.diagnosis[0].upper()}{_found.diagnosis[1:]}"
    _every = max(len(_mse) // 500, 1)
    mo.vstack(
        [
            mo.md(f"### Diagnosis of run {pick.value}\n\n**{_title}.** {_found.sentence}"),
            mo.hstack([table(_evidence), *([table(_tried)] if _tried else [])], wrap=True, justify="start", gap=2),
            mo.md(_care),
            replayed
            if _drawn
            else charts.lines(
                {"loss": (list(range(0, len(_mse), _every)), _mse[::_every])},
                f"Mean squared error of run {pick.value} in {place}: from {_mse[0]:.4f} to {_mse[-1]:.4f} after "
                f"{len(_mse) - 1} epochs, {int(metrics(_settings, _found.numbers[-1])[2])} of 4 rows right.",
                x="epoch",
                y="mean squared error",
            ),
        ]
    )
    return (replayed,)


@app.cell(hide_code=True)
def failures(failure_guess, reference):
    if not was_used(failure_guess):
        _answer = reveal(failure_guess, "Two rows became one", "")
    else:
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
        _changes = [{"weights": 0.5}, {"jitter": 1.0}, {"lr": 10.0}, {"epochs": 16000}, {"loss": "cross_entropy"}]
        _rows = []
        for _change in _changes:
            _again = cached(train_many, 1000, BASELINE._replace(**_change))
            _rows.append(
                {
                    "the same draws, with": describe_change(_change),
                    "of those that failed, rescued": format_rate(
                        int((_again.outcome[_failed] == "converged").sum()), _count
                    ),
                    "of all 1000 starts, learned": format_rate(count_converged(_again), 1000),
                }
            )
        _answer = reveal(
            failure_guess,
            "Two rows became one",
            f"Of {_count} runs that failed, {_merged} give two rows with different targets almost the same output, less than 0.1 apart. In "
            f"{int((_folded[_apart < 0.1] < 0.05).sum())} of these the hidden layer has folded such a pair onto one spot, h1 and h2 less than 0.05 apart: the "
            f"output weights have nothing left to part them by. Runs where σ is flat at a wrong row: {_flat}. "
            f"Where they end tells the story: with two rows merged at ½ and the others right, the loss is (¼ + ¼) / 4 = 1/8. With three rows "
            "on one spot, of which two have the same target, their output is ⅓ or ⅔, and the loss (1/9 + 1/9 + 4/9) / 4 = 1/6.",
            charts.bars(
                {**_named, "elsewhere": _count - sum(_named.values())},
                f"Mean squared error at which {_count} failed runs end: "
                + ", ".join(f"{count} {name}" for name, count in _named.items())
                + f", {_count - sum(_named.values())} elsewhere.",
                x="mean squared error at the end",
                y="runs",
            ),
            mo.md("What rescues them? Each change below was tried on every failed run, from the same draws."),
            table(_rows),
            mo.md(
                "Read it with care, beside the last column. A smaller range is also a new throw of the dice. It rescues about as many of the failed as "
                "it lets learn of any starts: a better choice for all, and no special cure for these. A nudge rescues fewer than a fresh draw would. "
                "The learning rate, the epochs and the loss keep the throw as it was. They rescue few; more epochs and cross-entropy hardly any: "
                "these runs have not been slow, they have arrived."
            ),
        )
    mo.vstack([mo.md("## What failure looks like"), failure_guess, _answer])
    return


@app.cell(hide_code=True)
def symmetry():
    def two_hundred_twins():
        alike = BASELINE._replace(start="identical")  # both hidden neurons start as copies of one draw
        nudged = alike._replace(jitter=0.1)  # the same, and every number is moved by up to 0.1
        return train_range(alike, 0, 200), train_range(nudged, 0, 200)

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

    _twins, _parted = two_hundred_twins()
    mo.vstack(
        [
            mo.md(f"""
    ## Symmetry

    Two hidden neurons that start as copies get the same blame, so they move alike, and stay copies for ever: one neuron, paid twice.
    Run 0 after {_twins.epochs[0]} epochs:
    """),
            _neurons(_twins.final[0]),
            mo.md(f"""
    Of 200 such starts, {count_converged(_twins)} learned. All zeros is the extreme case. The fix is small: move every number by up to ± 0.1, and
    {count_converged(_parted)} of 200 learn. Run 0 then ends as:
    """),
            _neurons(_parted.final[0]),
            code(two_hundred_twins),
        ]
    )
    return


@app.cell(hide_code=True)
def saturation():
    def wide_and_half_as_wide():
        wide = BASELINE._replace(weights=10.0)
        return train_range(wide, 2, 1), train_range(wide._replace(weights=5.0), 2, 1)  # run 2 alone

    _stuck, _narrowed = wide_and_half_as_wide()
    _outputs = activations(_stuck.settings, _stuck.final[0].astype(float))[1]
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

    Draw weights within ± 10 and sums grow large. At both ends σ is flat, and on the way back blame is multiplied by its slope σ′. Where
    the slope **vanishes**, so does the blame. Run 2:
    """),
            table(_rows),
            mo.md(f"""
    The row {_worst["row"]} is as good as wholly wrong, and of its blame the factor {_worst["σ′ of the output"]} is left, where ¼ would be the
    most. The run {success_map.describe_outcome(_stuck, 0)}. With half the range and the same draws it {success_map.describe_outcome(_narrowed, 0)}.
    """),
            code(wide_and_half_as_wide),
        ]
    )
    return


@app.cell(hide_code=True)
def xavier_init_task():
    _rng = np.random.default_rng(0)
    _rows = []
    for _n in (4, 64, 1024):
        _inputs = _rng.choice([-1.0, 1.0], (500, _n))
        _sums = _inputs @ _rng.normal(0, 1, (_n, 20))
        _scaled = _inputs @ _rng.normal(0, np.sqrt(1 / _n), (_n, 20))
        _rows.append({"inputs": _n, "weights of size 1": f"{_sums.std():.1f}", "Xavier's": f"{_scaled.std():.2f}"})
    mo.vstack(
        [
            mo.md(r"""
    ## How large, then?

    A sum of $n$ products with random signs grows like $\sqrt{n}$. So a layer with many inputs saturates from weights that were fine
    for two. Measured, the typical size of a neuron's sum, its standard deviation, over 500 random rows of inputs ± 1:
    """),
            table(_rows),
            exercise_prompt(
                "xavier_init",
                "Return an (n_in, n_out) array of normal draws from `rng`, a NumPy generator: mean 0 and **variance** 1 / n_in.",
            ),
        ]
    )
    return


@app.function
def xavier_init(rng, n_in, n_out):
    """Weights of one layer, (n_in, n_out): normal draws of variance 1 / n_in."""
    ...


@app.cell
def check_xavier_init():
    check(xavier_init)
    return


@app.cell(hide_code=True)
def he_init_task():
    exercise_prompt(
        "he_init",
        "The same for ReLU, which silences about half of what it is given: variance 2 / n_in.",
    )
    return


@app.function
def he_init(rng, n_in, n_out):
    """Weights of one layer of ReLU, (n_in, n_out): normal draws of variance 2 / n_in."""
    ...


@app.cell
def check_he_init():
    check(he_init)
    return


@app.cell(hide_code=True)
def dead_relu():
    def rectified(width):
        sweep = train_range(BASELINE._replace(activation="relu", width=width), 0, 200)
        hidden = activations(sweep.settings, sweep.final.astype(float))[0]  # (networks, rows, neurons)
        dead = (hidden <= 0).all(axis=1)  # silent on all four rows
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
        f"With {width} neurons, of 100 learn: {', '.join(f'{start} {count_converged(column[start])}' for start in ('± 2', 'Xavier', 'He'))}."
        for width, column in zip(("two", "eight"), _maps, strict=True)
    )
    _two, _hidden, _dead = rectified(2)
    _eight, _, _ = rectified(8)
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

    ReLU has no flat upper end, but a flat lower one: below 0 its slope is 0. A neuron that is silent on all four rows gets no blame
    from any of them, and nothing will wake it. Run {_k}, after {_two.epochs[_k]} epochs:
    """),
            table(_rows),
            mo.md(f"""
    With two hidden ReLU neurons {count_converged(_two)} of 200 learn. Of the {int(_failed.sum())} that fail, {int((_failed & _dead).sum())} have a dead
    neuron; of those that learn, {int((~_failed & _dead).sum())}. Extra neurons help: with eight neurons {count_converged(_eight)} of 200 learn.
    """),
            code(rectified),
            mo.Html(
                details(
                    "Does Xavier's or He's start help as well?"
                    + ("" if is_static() else " Ask the map: *Activation* ReLU."),
                    _answer,
                )
            ),
        ]
    )
    return


@app.cell(hide_code=True)
def divergence():
    def free_and_clipped():
        steep = BASELINE._replace(activation="relu", loss="cross_entropy", lr=30.0, weights=5.0, epochs=1000)
        clipped = steep._replace(clip=0.05)  # every slope is cut to ± 0.05 before a step is taken
        return train_range(steep, 0, 100), train_range(clipped, 0, 100)

    _free, _held = free_and_clipped()
    _gone = _free.outcome == "diverged"
    _k = int(np.argmax(_gone & (_held.outcome == "converged")))
    _run = np.array([numbers for numbers, _ in params_of(_free.settings._replace(epochs=60), _k)], float)
    _slopes = np.abs(np.diff(_run, axis=0)).max(axis=1) / _free.settings.lr
    _dead = int((activations(_free.settings, _run[-1])[0] <= 0).all(axis=0).sum())
    _sizes = {
        name: [float(np.abs(numbers).max()) for numbers, _ in params_of(sweep.settings._replace(epochs=60), _k)]
        for name, sweep in (("as it is", _free), ("clipped", _held))
    }
    mo.vstack(
        [
            mo.md(f"""
    ## Divergence, and clipping

    ReLU has no ceiling, and cross-entropy no σ′ at the output. With learning rate {_free.settings.lr:g}, run {_k} is lost within three updates. Its steepest
    slope is {_slopes[0]:.2g}, then {_slopes[1]:.2g}, then {_slopes[2]:.2g}: each step lands where it is steeper still. The gradient **explodes**, and the largest
    number goes from {_sizes["as it is"][0]:.1f} to {_sizes["as it is"][3]:.0f}. There it stays: {_dead} of the 2 hidden neurons are dead, and nothing leads back.
    **Clipping** cuts every slope to a bound before the step.
    """),
            charts.lines(
                {name: (list(range(len(sizes))), sizes) for name, sizes in _sizes.items()},
                "The largest of run "
                + f"{_k}'s numbers: "
                + ", ".join(f"{name} {sizes[-1]:.3g} after {len(sizes) - 1} epochs" for name, sizes in _sizes.items())
                + ".",
                x="epoch",
                y="largest number",
                log_y=True,
            ),
            mo.md(f"""
    Clipped, run {_k} {success_map.describe_outcome(_held, _k)}. That is no cure for all. Of 100 runs {int(_gone.sum())} diverge and {count_converged(_free)} learn; clipped,
    {int((_held.outcome == "diverged").sum())} diverge and {count_converged(_held)} learn. Clipping keeps a step short. It does not choose where the run ends.
    """),
            code(free_and_clipped),
        ]
    )
    return


@app.cell(hide_code=True)
def plateau():
    def patience(epochs):
        return train_range(BASELINE._replace(weights=0.3, epochs=epochs), 0, 200)

    _short, _long = patience(1000), patience(4000)
    _losses = [mse for _, mse in params_of(_long.settings, 0)]
    mo.vstack(
        [
            mo.md("""
    ## Plateau

    Small weights break the symmetry by little. All outputs are near ½, the four rows pull against each other, and for a long time almost
    nothing of their pull is left. It looks like failure, and is not.
    """),
            charts.lines(
                {"loss": (list(range(0, len(_losses), 10)), _losses[::10])},
                f"Run 0 from weights within ± 0.3: the loss is {_losses[0]:.4f} at the start and {_losses[1000]:.4f} after 1000 epochs; after "
                f"{len(_losses) - 1} it is {_losses[-1]:.4f}.",
                x="epoch",
                y="mean squared error",
            ),
            mo.md(f"""
    After 1000 epochs {count_converged(_short)} of 200 such runs have learned, after 4000 epochs {count_converged(_long)}. Patience mends this failure, and hardly
    any other. How would you know, at epoch 1000, that this is the one? All outputs are near ½ as at the start, *and* the two hidden
    neurons differ. (Copies have such outputs too, for ever.)
    """),
            code(patience),
        ]
    )
    return


@app.cell(hide_code=True)
def converged_task():
    exercise_prompt(
        "converged",
        "Return True when the *last* of `losses` is finite and at or below `threshold`, else False. `math` is here already.",
        lead="""
    ## Try again, and say when to stop

    You have met runs that fail for bad choices, and runs that fail for bad luck. For bad luck there is a plain remedy: draw again. A program
    needs two things for it: a way to tell, and a loop that gives up.
    """,
    )
    return


@app.function
def converged(losses, threshold=0.001):
    """Whether a run with these losses ended at or below the threshold."""
    ...


@app.cell
def check_converged():
    check(converged)
    return


@app.cell(hide_code=True)
def train_with_retries_task(reference):
    _rate = count_converged(reference) / len(reference.outcome)
    _enough = math.ceil(math.log(0.001) / math.log(1 - _rate))
    exercise_prompt(
        "train_with_retries",
        """
    Make up to `attempts` attempts. Each draws a **start** from `rng`, a NumPy generator: nine numbers in the usual order, one after the other,
    weights evenly from −2 to 2 and the biases b1, b2, c evenly from −0.5 to 0.5. It trains `epochs` updates with `network.train`, which yields the
    states from the start on, epochs + 1 in all, each with its `loss` and `params`. Return `(params, losses, attempts_used)` of the first attempt that has
    `converged`: its last numbers, the losses of its states, and its number, counted from 1. If none has, raise an error that says so.
    """,
        lead=f"At lesson 6's setting {100 * _rate:.0f} attempts in 100 succeed. The chance that all of n attempts fail is {1 - _rate:.2f} to the power of n: {_enough} "
        "attempts fail together less than once in a thousand times.",
    )
    return


@app.function
def train_with_retries(data, rng, lr, epochs, attempts):
    """Numbers and losses of the first attempt that converges, and which attempt that was."""
    ...


@app.cell
def check_train_with_retries():
    check(train_with_retries)
    return


@app.cell(hide_code=True)
def remedies(wish_guess):
    if not was_used(wish_guess):
        _answer = reveal(wish_guess, "About as many learn, but faster", "")
    else:
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
        _wide = BASELINE._replace(weights=10.0, width=8)
        _far = [count_converged(cached(train_many, 1000, _wide._replace(loss=loss))) for loss in _losses.values()]
        _answer = reveal(
            wish_guess,
            "About as many learn, but faster",
            f"{format_rate(count_converged(_cross), 1000)} learn, against {format_rate(count_converged(_plain), 1000)} with the squared error. (Four times the epochs: "
            f"{format_rate(count_converged(_patient), 1000)}.) What makes retries needless here is width:",
            table(_rows),
            mo.md(
                "At lesson 6's range, **cross-entropy buys speed, width buys reliability**: compare the last column, then the one before. At another "
                f"range it can be the other way round. Within ± 10, where σ is flat, eight neurons learn in {format_rate(_far[0], 1000)} with the "
                f"squared error and in {format_rate(_far[1], 1000)} with cross-entropy."
            ),
        )
    mo.vstack([mo.md("## Can retries be done without?"), wish_guess, _answer])
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "A run stands still at a loss of 1/8. What has its hidden layer done, and do more epochs help?",
                    "It gives two rows with different targets the same activations. The output settles at ½ for both, and waiting does not help.",
                ),
                (
                    "Symmetry, saturation, dead ReLU: what becomes of the blame in each of them?",
                    "Symmetry: both neurons get the same. Saturation: hardly any of it passes a flat σ. Dead ReLU: none passes a slope of exactly 0.",
                ),
                (
                    "From lesson 5: which factor does cross-entropy's delta lack, and why does that make it fast where the output is badly wrong?",
                    "σ′ of the output. A badly wrong output lies where σ is flat; without that factor its blame arrives whole.",
                ),
            ),
            navigation(
                "08_luck",
                "You know why training fails, and how often. Lesson 9 leaves XOR behind: momentum, softmax, and real handwritten digits.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
