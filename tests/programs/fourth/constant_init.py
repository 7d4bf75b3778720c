import numpy as np

x = np.array([[0, 0, 1, 1], [0, 1, 0, 1]], dtype=float)  # one column per example
t = np.array([[0, 1, 1, 0]], dtype=float)


def init(n_x, n_h, n_y):
    return {
        "W1": np.full((n_h, n_x), 0.5),
        "b1": np.zeros((n_h, 1)),
        "W2": np.full((n_y, n_h), 0.5),
        "b2": np.zeros((n_y, 1)),
    }


def forward(p):
    a1 = np.tanh(p["W1"] @ x + p["b1"])
    a2 = 1 / (1 + np.exp(-(p["W2"] @ a1 + p["b2"])))
    return a1, a2


def gradients(p, a1, a2):
    m = x.shape[1]
    dz2 = a2 - t
    dz1 = p["W2"].T @ dz2 * (1 - a1**2)
    return {
        "W2": dz2 @ a1.T / m,
        "b2": dz2.sum(axis=1, keepdims=True) / m,
        "W1": dz1 @ x.T / m,
        "b1": dz1.sum(axis=1, keepdims=True) / m,
    }


p = init(2, 4, 1)
for i in range(6000):
    a1, a2 = forward(p)
    g = gradients(p, a1, a2)
    for k in p:
        p[k] -= 0.8 * g[k]
    if i % 1500 == 0:
        print("cost", float(-(t * np.log(a2) + (1 - t) * np.log(1 - a2)).mean()))

for k in range(4):
    print(x[:, k], forward(p)[1][0, k])
