"""Odd parity of three bits, two hidden layers, generic list of layer dicts."""
import itertools
import numpy as np

X = np.array(list(itertools.product([0, 1], repeat=3)), dtype=float)
T = (X.sum(axis=1) % 2).reshape(-1, 1)

SIZES = [3, 8, 6, 1]
LR = 0.3
EPOCHS = 5000

r = np.random.RandomState(4)
layers = []
for a, b in zip(SIZES[:-1], SIZES[1:]):
    layers.append(dict(
        W=r.randn(a, b) / np.sqrt(a),
        b=np.zeros((1, b)),
        act='tanh' if b != SIZES[-1] else 'sigmoid',
    ))


def act(kind, z):
    if kind == 'tanh':
        return np.tanh(z)
    return 1.0 / (1.0 + np.exp(-z))


def dact(kind, a):
    # in terms of the already activated value
    if kind == 'tanh':
        return 1 - a ** 2
    return a * (1 - a)


def feed(x):
    for L in layers:
        L['in'] = x
        x = L['out'] = act(L['act'], x @ L['W'] + L['b'])
    return x


history = []
for epoch in range(EPOCHS):
    y = feed(X)
    history.append(float(np.mean((y - T) ** 2)))
    grad = 2 * (y - T)
    for L in reversed(layers):
        grad = grad * dact(L['act'], L['out'])
        L['dW'] = L['in'].T @ grad / len(X)
        L['db'] = grad.mean(axis=0, keepdims=True)
        grad = grad @ L['W'].T
    for L in layers:
        L['W'] -= LR * L['dW']
        L['b'] -= LR * L['db']

for e in (0, 500, 1000, 2500, EPOCHS - 1):
    print('mse after', e, '=', history[e])
for x, t, y in zip(X, T, feed(X)):
    print(x.astype(int), int(t[0]), round(float(y[0]), 3))
