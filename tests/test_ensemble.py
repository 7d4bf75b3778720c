"""With any executor, each network of an ensemble trains exactly as it trains alone. Failed runs get a diagnosis."""

import math
import tracemalloc
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from shared import START_A, XOR
from shared.experiments import ensemble
from shared.experiments.counts import measure_failures
from shared.experiments.diagnosis import (
    DIAGNOSES,
    MEANINGS,
    change_params,
    classify,
    diagnose_params,
    diagnose_run,
    format_evidence,
    measure_evidence,
)
from shared.experiments.ensemble import (
    ACTIVATIONS,
    ENGINE_NAMES,
    OUTCOMES,
    activations,
    metrics,
    params_of,
    train_inits,
    train_many,
    train_params,
    train_range,
)
from shared.experiments.settings import BOUND, LOSS_NAMES, MAX_WIDTH, Settings, initial_params
from shared.experiments.statistics import format_rate, wilson_interval
from shared.nn.network import train

SHORT = Settings(epochs=300)


def assert_same(one, other):
    for name in ("outcome", "epochs", "mse", "loss", "correct", "initial", "final"):
        np.testing.assert_allclose(*map(_numbers, (getattr(one, name), getattr(other, name))), rtol=0, atol=1e-9)


def _numbers(array):
    return array if array.dtype.kind != "U" else np.searchsorted(sorted(OUTCOMES), array)


# A network of an ensemble trains like the network in `shared.nn.network`.


@pytest.mark.parametrize("k", [0, 1, 4])  # two of these networks converge, and one does not
def test_a_replay_is_the_course_s_own_trainer_to_1e_9_at_every_epoch(k):
    start = initial_params(Settings(), k, 1)[0]
    states = list(params_of(Settings(), k))
    for (params, mse), epoch in zip(states, train(XOR, start, 2.0, 4000)):
        assert abs(mse - epoch.loss) < 1e-9
        np.testing.assert_allclose(params, epoch.params, rtol=0, atol=1e-9)
    assert len(states) == 4001 or states[-1][1] <= 0.001 < states[-2][1]


@pytest.mark.parametrize("loss", LOSS_NAMES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("width", [1, 2, 5])
def test_one_step_follows_the_finite_differences_of_the_loss(width, activation, loss):
    settings = Settings(width=width, activation=activation, loss=loss, lr=0.01, threshold=0.0)
    states = params_of(settings, 7)
    (before, _), (after, _) = next(states), next(states)
    wiggle = 1e-6 * np.eye(len(before))
    grads = (metrics(settings, before + wiggle)[1] - metrics(settings, before - wiggle)[1]) / 2e-6
    # The error of the finite difference is about (1e-6)². The division by 2e-6 enlarges the rounding error of the loss.
    np.testing.assert_allclose((before - after) / 0.01, grads, rtol=0, atol=1e-8)
    assert np.abs(grads).max() > 1e-3


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSS_NAMES)
@pytest.mark.parametrize("dtype, width", [("float64", 2), ("float64", 3), ("float32", 2)])
def test_network_k_replayed_alone_is_its_run_in_the_sweep(dtype, width, loss, activation):
    sweep = train_many(200, SHORT, width=width, loss=loss, activation=activation, threshold=0.05, dtype=dtype)
    assert 5 < (sweep.outcome == "converged").sum() < 195
    for k in (0, 63, 199):
        assert_replayed(sweep, k)


def test_even_a_run_that_magnifies_every_rounding_is_replayed():
    sweep = train_many(70, lr=100.0, chunk=33)  # with lr 100, one wrong bit may change the outcome
    for k in (0, 32, 33, 69):
        assert_replayed(sweep, k)


def assert_replayed(sweep, k):
    *states, (params, mse) = params_of(sweep.settings, k)
    assert (len(states), mse) == (sweep.epochs[k], sweep.mse[k])
    np.testing.assert_array_equal(params, sweep.final[k])


# Each run is reproducible: network k depends only on k and the settings.


def test_network_k_is_the_same_whatever_count_and_chunk():
    whole = train_many(150, SHORT, threshold=0.1)
    assert_same(whole, train_many(150, SHORT, threshold=0.1, chunk=37))
    last_fifty = whole._replace(**{name: getattr(whole, name)[100:] for name in whole._fields[1:8]})
    assert_same(train_range(whole.settings, 100, 50), last_fifty)


def test_another_seed_gives_other_starts_and_the_same_seed_the_same_sweep():
    assert_same(train_many(50, SHORT), train_many(50, SHORT))
    assert np.abs(train_many(50, SHORT).initial - train_many(50, SHORT, seed=1).initial).min() > 0


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_the_result_is_the_same_whatever_the_executor(executor):
    alone = train_many(300, SHORT, threshold=0.1)
    with executor(2) as pool:
        assert_same(alone, train_many(300, SHORT, threshold=0.1, executor=pool, chunk=100))


def test_the_result_is_the_same_on_a_cluster_of_two_workers():
    distributed = pytest.importorskip("distributed", reason="needs the extra: cluster")
    alone = train_many(300, SHORT, threshold=0.1)
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        assert_same(alone, train_many(300, SHORT, threshold=0.1, executor=client.get_executor(), chunk=100))


@pytest.mark.parametrize(
    "changes",
    [{}, {"dtype": "float32", "width": 3}, {"activation": "tanh", "clip": 0.05}, {"loss": "cross_entropy"}],
)
def test_jax_trains_the_same_networks_up_to_rounding(changes):
    pytest.importorskip("jax", reason="needs the extra: fast")
    plain, compiled = (train_many(60, SHORT, threshold=0.1, engine=name, **changes) for name in ENGINE_NAMES)
    assert 3 < (plain.outcome == "converged").sum() < 57
    tolerance = 1e-9 if plain.settings.dtype == "float64" else 1e-3
    assert compiled.final.dtype == plain.final.dtype
    np.testing.assert_array_equal(plain.outcome, compiled.outcome)
    np.testing.assert_allclose(plain.epochs, compiled.epochs, atol=0 if tolerance < 1e-3 else 1)
    np.testing.assert_allclose(plain.final, compiled.final, rtol=0, atol=tolerance)


def test_jax_stops_what_diverges_and_keeps_its_own_precision():
    jax = pytest.importorskip("jax", reason="needs the extra: fast")
    before = jax.numpy.ones(1).dtype
    plain, compiled = (
        train_many(100, lr=1000.0, loss="cross_entropy", activation="relu", epochs=100, engine=name)
        for name in ENGINE_NAMES
    )
    assert (plain.outcome == "diverged").sum() > 20
    assert (plain.outcome != compiled.outcome).sum() <= 5  # with lr 1000, one different bit may change the outcome
    assert jax.numpy.ones(1).dtype == before


def test_without_jax_its_engine_says_what_to_install(monkeypatch):
    monkeypatch.setattr(ensemble, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"nine-numbers\[fast\]"):
        train_many(10, engine="jax")


def test_float32_draws_the_same_starts_and_ends_the_same_way():
    wide, narrow = train_many(200), train_many(200, dtype="float32")
    np.testing.assert_allclose(wide.initial, narrow.initial, atol=1e-6)
    assert narrow.final.dtype == np.float32
    assert (wide.outcome == narrow.outcome).mean() > 0.98  # rounding may change the outcome of a few runs


# The initializations.


def test_uniform_starts_fill_their_ranges_and_nothing_more():
    s = initial_params(Settings(weights=(1, 3), biases=0.25), 0, 2000)
    biases = s[:, [2, 5, 8]]
    weights = np.delete(s, [2, 5, 8], axis=1)
    assert 1 <= weights.min() < 1.01 and 2.99 < weights.max() <= 3
    assert -0.25 <= biases.min() < -0.249 and 0.249 < biases.max() <= 0.25


@pytest.mark.parametrize("init, gain", [("xavier", 1), ("he", 2)])
def test_normal_starts_have_the_variance_of_their_name_and_no_bias(init, gain):
    s = initial_params(Settings(width=8, init=init), 0, 4000)
    hidden, v = s[:, :24].reshape(-1, 3), s[:, 24:32]
    assert np.abs(hidden[:, 2]).max() == np.abs(s[:, 32]).max() == 0
    # For n normal draws, the relative standard error of the variance is √(2/n), here below 0.8 %. Allow about four
    # times this error.
    assert hidden[:, :2].var() == pytest.approx(gain / 2, rel=0.03)
    assert v.var() == pytest.approx(gain / 8, rel=0.03)
    assert abs(v.mean()) < 4 * v.std() / np.sqrt(v.size)


def test_a_smaller_range_is_the_same_start_scaled():
    narrow, wide = Settings(weights=1, biases=0.25), Settings(weights=4, biases=1)
    np.testing.assert_allclose(initial_params(wide, 5, 9), 4 * initial_params(narrow, 5, 9))


@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("init", ["zeros", "identical"])
def test_hidden_neurons_that_start_equal_stay_equal_and_never_learn_xor(init, width):
    sweep = train_many(100, init=init, width=width, epochs=1000)
    assert set(sweep.outcome) == {"not converged"}
    neurons = sweep.final[:, : 3 * width].reshape(100, width, 3)
    assert np.ptp(neurons, axis=1).max() < 1e-9
    jittered = train_many(30, init=init, width=width, jitter=1.0)
    assert (jittered.outcome == "converged").any()  # without the symmetry, some networks learn


# Outcomes.


def test_a_run_stops_at_the_first_state_at_or_below_the_threshold():
    sweep = train_many(100)
    good = sweep.outcome == "converged"
    assert (sweep.mse[good] <= 0.001).all() and (sweep.mse[~good] > 0.001).all()
    assert (sweep.epochs[~good] == 4000).all() and (sweep.epochs[good] < 4000).all()
    assert (sweep.correct[good] == 4).all()
    *_, (_, before), (_, last) = params_of(sweep.settings, int(np.argmax(good)))
    assert last <= 0.001 < before


def test_success_is_measured_by_the_mean_squared_error_for_both_losses():
    sweep = train_many(100, loss="cross_entropy", epochs=1500)
    good = sweep.outcome == "converged"
    assert good.any() and (sweep.mse[good] <= 0.001).all() and (sweep.loss[good] > 0.001).all()


def test_what_grows_without_bound_is_stopped_and_counted():
    sweep = train_many(200, lr=1000.0, loss="cross_entropy", activation="relu")
    diverged = sweep.outcome == "diverged"
    assert diverged.sum() > 50
    assert (sweep.epochs[diverged] < 4000).all()
    assert not (np.abs(sweep.final[diverged]) <= BOUND).all(axis=1).any()
    clipped = train_many(200, sweep.settings, clip=0.001)
    assert (clipped.outcome == "diverged").sum() < diverged.sum()


def test_no_epochs_means_the_untrained_networks():
    sweep = train_many(20, epochs=0)
    np.testing.assert_array_equal(sweep.initial, sweep.final)
    assert set(sweep.epochs) == {0}


def test_starts_trained_side_by_side_are_those_trained_one_after_the_other():
    settings = SHORT._replace(dtype="float32")
    changes = [{"init": "zeros"}, {"weights": 5.0}, {"init": "he", "seed": 3}, {"weights": 0.5, "jitter": 0.1}]
    for sweep, change in zip(train_inits(21, settings, changes), changes, strict=True):
        alone = train_many(21, settings, **change)
        assert sweep.settings == alone.settings
        for field in ("outcome", "epochs", "mse", "loss", "correct", "initial", "final"):
            np.testing.assert_array_equal(getattr(sweep, field), getattr(alone, field))
    with pytest.raises(ValueError, match="changes may hold init, weights, biases, jitter, seed, got lr"):
        train_inits(10, settings, [{"lr": 1.0}])


# Memory.


def test_memory_is_linear_and_under_20_megabytes_per_10_000_networks():
    def peak(count):
        tracemalloc.start()
        try:
            train_many(count, epochs=3)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    small, large = peak(10_000), peak(40_000)
    assert small < 20e6
    assert large < 4 * small


# The diagnosis.


@pytest.mark.parametrize(
    "change, k, diagnosis",
    [
        ({}, 5, "merged rows"),
        ({"init": "zeros"}, 0, "all zeros"),
        ({"init": "identical"}, 0, "symmetry"),
        ({"lr": 100.0}, 0, "overshoot"),
        ({"lr": 0.5}, 0, "too few epochs"),
        ({"weights": 0.1, "biases": 0.0, "epochs": 1000}, 0, "plateau"),
        ({"width": 1}, 0, "too narrow"),
        (
            {"loss": "cross_entropy", "weights": 10.0},
            0,
            "merged rows",
        ),  # the loss is near 1/6, and the hidden neurons are saturated too
        ({"loss": "cross_entropy", "activation": "relu", "width": 4, "weights": 0.5}, 1, "no fold"),
    ],
)
def test_a_failed_run_is_given_its_cause(change, k, diagnosis):
    settings = Settings(**change)
    assert classify(settings, measure_evidence(settings, k)) == diagnosis


@pytest.mark.parametrize(
    "change, diagnosis",
    [
        ({"activation": "relu"}, "dead ReLU"),
        ({"weights": 10.0}, "saturation"),
        ({"loss": "cross_entropy", "lr": 300.0, "activation": "relu"}, "divergence"),
        ({"loss": "cross_entropy", "activation": "tanh", "lr": 7.0}, "oscillation"),
    ],
)
def test_rarer_causes_are_found_among_the_failures_of_their_settings(change, diagnosis):
    settings = Settings(epochs=600, **change)
    failed = np.flatnonzero(train_range(settings, 0, 30).outcome != "converged")
    assert any(classify(settings, measure_evidence(settings, int(k))) == diagnosis for k in failed)


def test_no_fold_means_rows_apart_in_the_hidden_layer_only():
    settings = Settings(loss="cross_entropy", activation="relu", width=4, weights=0.5, epochs=1000)
    measured = [measure_evidence(settings, k) for k in range(30)]
    found = [evidence for evidence in measured if classify(settings, evidence) == "no fold"]
    assert found
    assert all(evidence.hidden_gap >= 0.05 and evidence.spread < 0.1 for evidence in found)
    close = [0.04, 0.04, -0.001, 0.04, 0.04, -0.04, 11.0, -22.0, -0.2]  # hidden rows 0.04 apart, outputs 0.11 apart
    evidence = diagnose_params(Settings(activation="relu", lr=1e-4, epochs=10), close).evidence
    assert evidence.hidden_gap < 0.05 and evidence.output_gap > 0.1
    assert classify(Settings(activation="relu"), evidence) != "no fold"


def test_dead_neurons_are_counted_on_all_four_rows():
    settings = Settings(activation="relu", epochs=500)
    for k in range(10):
        *_, (last, _) = params_of(settings, k)
        assert measure_evidence(settings, k).dead == (activations(settings, last)[0].max(axis=0) <= 0).sum()


def test_a_fix_is_what_was_measured_on_the_same_draws():
    found = diagnose_run(Settings(init="identical"), 3)
    assert found.tried and [rescued for *_, rescued in found.tried[:-1]] == [False] * (len(found.tried) - 1)
    for change, epochs, mse, rescued in found.tried:
        *states, (_, last) = params_of(Settings(init="identical")._replace(**change), 3)
        assert (len(states), last, last <= 0.001) == (epochs, mse, rescued)
    assert found.fix == (found.tried[-1][0] if found.tried[-1][-1] else None)


def test_a_change_that_does_not_rescue_is_not_called_a_fix():
    settings = Settings(init="zeros", epochs=50)  # no fix works within 50 epochs
    found = diagnose_run(settings, 0)
    assert found.fix is None and len(found.tried) == 3 and not any(rescued for *_, rescued in found.tried)


@pytest.mark.parametrize(
    "name, number, words",
    [
        ("largest_gradient", 0.0, "less than 0.000001"),  # float32 can round a small gradient to 0
        ("largest_gradient", 1.5e-4, "0.000150"),
        ("largest_step", 48.93, "48.9"),
        ("worst_error", 0.9999, "1.00"),
        ("mse", 1 / 6, "0.1667"),
        ("rises", 0.58, "58%"),
        ("merged", 3, "Three"),
        ("dead", 8, "8"),
    ],
)
def test_evidence_never_rounds_a_small_number_to_zero(name, number, words):
    assert format_evidence(name, number) == words


def test_merged_rows_are_counted_and_their_common_output_is_told():
    found = diagnose_run(Settings(weights=5.0, dtype="float32"), 4)
    outputs = activations(Settings(), found.params[-1].astype(float))[1]
    assert (np.abs(outputs - 0.67) < 0.01).sum() == 3
    assert found.explanation.startswith("Three rows have almost the same output, 0.67, but not the same target")
    assert found.mse[-1] == pytest.approx(1 / 6, abs=0.002)


def test_a_diagnosis_holds_the_run_that_it_describes():
    found = diagnose_run(SHORT, 7)
    states = list(params_of(SHORT, 7))
    np.testing.assert_array_equal(found.params, [numbers for numbers, _ in states])
    np.testing.assert_array_equal(found.mse, [mse for _, mse in states])


def test_a_network_that_converged_has_no_diagnosis():
    found = diagnose_run(Settings(), 0)
    assert found.diagnosis == "converged" and found.diagnosis not in DIAGNOSES and found.tried == ()


def test_own_numbers_get_the_diagnosis_of_the_network_they_come_from():
    drawn = diagnose_run(Settings(), 5)
    own = diagnose_params(Settings(), drawn.params[0].tolist())
    assert (own.diagnosis, own.explanation, own.evidence) == (drawn.diagnosis, drawn.explanation, drawn.evidence)
    np.testing.assert_array_equal(own.mse, drawn.mse)


@pytest.mark.parametrize(
    "changes, initial, diagnosis, fix",
    [
        ({}, [0.0] * 9, "all zeros", {"jitter": 0.5}),
        ({}, [0.5, -0.4, 0.1, 0.5, -0.4, 0.1, 0.8, 0.8, 0.05], "symmetry", {"jitter": 0.01}),
        ({"lr": 200.0}, START_A, "overshoot", {"lr": 20.0}),  # with lr 100, the end of the run depends on rounding
        ({"epochs": 1000}, initial_params(Settings(weights=0.3), 0, 1)[0], "plateau", {"lr": 8.0}),
    ],
)
def test_own_numbers_get_the_smallest_fix_that_works_on_them(changes, initial, diagnosis, fix):
    settings = Settings(**changes)
    found = diagnose_params(settings, initial)
    assert (found.diagnosis, found.fix) == (diagnosis, fix)
    change = dict(fix)
    start = change_params(np.array(initial, float), jitter=change.pop("jitter", 0.0))
    again = train_params(settings._replace(**change), start[None])
    assert again.outcome[0] == "converged"


def test_only_the_weights_are_scaled_and_every_number_is_moved():
    params = np.arange(1.0, 10.0)
    assert change_params(params, scale=0.5).tolist() == [0.5, 1, 3, 2, 2.5, 6, 3.5, 4, 9]
    moves = change_params(params, jitter=0.1) - params
    assert np.abs(moves).min() > 0 and np.abs(moves).max() <= 0.1


@pytest.mark.parametrize(
    "changes",
    [{"lr": 100.0}, {"loss": "cross_entropy", "lr": 300.0, "activation": "relu"}],
)
def test_the_learning_rate_is_lowered_before_gradients_are_clipped(changes):
    settings = Settings(epochs=600, **changes)
    causes = ("overshoot", "divergence")
    k = next(k for k in range(30) if classify(settings, measure_evidence(settings, k)) in causes)
    names = [next(iter(change)) for change, *_ in diagnose_run(settings._replace(epochs=3), k).tried]
    assert names == ["lr", "lr", "clip"]


def test_each_diagnosis_has_a_meaning_in_plain_words():
    assert [*MEANINGS] == [*DIAGNOSES]
    assert all(meaning.endswith(".") for name, meaning in MEANINGS.items() if name != "unknown")


@pytest.mark.parametrize(
    "initial, said",
    [([0.0] * 8, "9 numbers"), ([math.nan] * 9, "within ± 100"), ([200.0] * 9, "within ± 100")],
)
def test_initial_numbers_that_do_not_fit_are_refused(initial, said):
    with pytest.raises(ValueError, match=said):
        diagnose_params(Settings(), initial)


# Statistics, and bad input.


def test_even_a_rate_of_0_or_100_percent_has_an_interval():
    texts = [format_rate(count, 1000).replace("\N{NO-BREAK SPACE}", " ") for count in (0, 1, 662, 1000)]
    assert texts == ["0 % (0 to 0.4)", "0.1 % (0 to 0.6)", "66 % (63 to 69)", "100 % (99.6 to 100)"]


def test_a_rate_without_trials_is_refused_in_words():
    with pytest.raises(ValueError, match="trials must be a whole number, 1 or more, got 0"):
        format_rate(0, 0)


def test_wilson_s_interval_is_the_published_one():
    # Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson_interval(0, 20) == pytest.approx((0.0000, 0.1611), abs=5e-5)
    assert wilson_interval(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@pytest.mark.parametrize(
    "name, value, allowed",
    [
        ("width", 0, f"1 to {MAX_WIDTH}"),
        ("width", 2.5, f"1 to {MAX_WIDTH}"),
        ("width", True, f"1 to {MAX_WIDTH}"),
        ("activation", "step", "sigmoid, tanh, relu"),
        ("loss", ["squared_error"], "squared_error, cross_entropy"),
        ("init", "ones", "uniform, xavier, he, identical, zeros"),
        ("dtype", "float16", "float64, float32"),
        ("lr", 0, "above 0"),
        ("lr", float("nan"), "above 0"),
        ("epochs", -1, "0 or more"),
        ("threshold", -0.1, "0 or more"),
        ("weights", -1, "pair"),
        ("weights", 1e9, "100"),
        ("biases", (1, 0), "pair"),
        ("biases", "wide", "pair"),
        ("jitter", -1, "0 or more"),
        ("clip", 0, "above 0 or None"),
        ("seed", -1, "0 or more"),
    ],
)
def test_a_bad_setting_is_named_with_what_is_allowed(name, value, allowed):
    changed = Settings(**{name: value})
    for call in (
        lambda: train_many(10, **{name: value}),
        lambda: params_of(changed, 0),
        lambda: diagnose_run(changed, 0),
    ):
        with pytest.raises(ValueError, match=name) as raised:
            call()
        assert allowed in str(raised.value)


@pytest.mark.parametrize(
    "arguments, name",
    [
        ({"count": 0}, "count"),
        ({"count": 10, "chunk": 0}, "chunk"),
        ({"count": 10, "executor": 2}, "executor"),
        ({"count": 10, "engine": "torch"}, "engine"),
        ({"count": 10, "settings": {"lr": 1}}, "settings"),
        ({"count": 10, "learning_rate": 1}, "learning_rate"),
    ],
)
def test_a_bad_argument_is_named(arguments, name):
    with pytest.raises(ValueError, match=name):
        train_many(**arguments)


def test_a_bad_index_of_a_network_is_named():
    with pytest.raises(ValueError, match="k must be a whole number, 0 or more"):
        params_of(Settings(), -1)


def test_the_initial_params_of_the_caller_stay_writable():
    initial = np.zeros((2, 9))
    train_params(Settings(epochs=1), initial)
    assert initial.flags.writeable


def test_failures_are_counted_even_if_no_network_fails():
    assert measure_failures(1, Settings()) == {"merged": 0, "flat": 0, "losses": []}
