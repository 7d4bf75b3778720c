import numpy as np

np.random.seed(4)


def act(z):
    return 1.0 / (1.0 + np.exp(-z))


def act_deriv(z):
    s = act(z)
    return s * (1 - s)


def forward(x, p):
    z1 = np.dot(x, p["w1"]) + p["b1"]
    a1 = act(z1)
    z2 = np.dot(a1, p["w2"]) + p["b2"]
    a2 = act(z2)
    return z1, a1, z2, a2


def train(x, y, p, rate, steps):
    for _ in range(steps):
        z1, a1, z2, a2 = forward(x, p)
        d2 = (a2 - y) * act_deriv(z2)
        d1 = np.dot(d2, p["w2"].T) * act_deriv(a1)
        p["w2"] = p["w2"] - rate * np.dot(a1.T, d2)
        p["b2"] = p["b2"] - rate * d2.sum(axis=0)
        p["w1"] = p["w1"] - rate * np.dot(x.T, d1)
        p["b1"] = p["b1"] - rate * d1.sum(axis=0)
    return p


inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
labels = np.array([[0], [1], [1], [0]])
params = {
    "w1": np.random.randn(2, 2) * 2,
    "b1": np.zeros(2),
    "w2": np.random.randn(2, 1) * 2,
    "b2": np.zeros(1),
}
params = train(inputs, labels, params, 1.0, 5000)
result = forward(inputs, params)[3]
for row, r in zip(inputs, result):
    print(row, float(r[0]))
