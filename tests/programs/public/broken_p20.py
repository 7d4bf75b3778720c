import copy
import numpy as np

rng = np.random.default_rng(2)
X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]], float)
Y = np.array([[0, 1, 1, 0]], float)
params = {"W1": rng.normal(size=(3, 2)), "b1": np.zeros((3, 1)), "W2": rng.normal(size=(1, 3)), "b2": np.zeros((1, 1))}


def update(params, grads, lr):
    new = copy.deepcopy(params)
    for name in new:
        new[name] = new[name] - lr * grads[name]
    return params


for epoch in range(3001):
    A1 = np.tanh(params["W1"] @ X + params["b1"])
    A2 = 1 / (1 + np.exp(-(params["W2"] @ A1 + params["b2"])))
    cost = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    d2 = (A2 - Y) / 4
    d1 = params["W2"].T @ d2 * (1 - A1**2)
    grads = {"W1": d1 @ X.T, "b1": d1.sum(1, keepdims=True), "W2": d2 @ A1.T, "b2": d2.sum(1, keepdims=True)}
    params = update(params, grads, 1.0)
    if epoch % 1000 == 0:
        print(epoch, "cost", round(float(cost), 6))
