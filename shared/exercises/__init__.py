"""The exercises of the course by name, gathered from one file a lesson."""

from shared.exercises import beyond_xor, chain_rule, forward_pass, loss, luck, neuron, numpy_batch, trainer, xor
from shared.exercises.exercise import Exercise, Mistake

__all__ = ["EXERCISES", "Exercise", "Mistake"]

EXERCISES = {
    exercise.name: exercise
    for lesson in (neuron, xor, forward_pass, loss, chain_rule, trainer, numpy_batch, luck, beyond_xor)
    for exercise in lesson.EXERCISES
}
