import numpy as np

rng = np.random.default_rng(5)

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
Y = np.array([[0], [1], [1], [0]], float)

params = {
    "W1": rng.normal(0, 0.7, (2, 4)), "b1": np.zeros(4),
    "W2": rng.normal(0, 0.7, (4, 1)), "b2": np.zeros(1),
}
EPOCHS = 150
BATCH = 2
LR = 0.5


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def gradients(p, xb, yb):
    h = sigmoid(xb @ p["W1"] + p["b1"])
    o = sigmoid(h @ p["W2"] + p["b2"])
    do = (o - yb) * o * (1 - o)
    dh = (do @ p["W2"].T) * h * (1 - h)
    return {"W1": xb.T @ dh, "b1": dh.sum(0), "W2": h.T @ do, "b2": do.sum(0)}


def predict(p, x):
    return sigmoid(sigmoid(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"])


for epoch in range(EPOCHS):
    perm = rng.permutation(4)
    for start in range(0, 4, BATCH):
        idx = perm[start:start + BATCH]
        grads = gradients(params, X[idx], Y[idx])
        for name in params:
            params[name] -= LR * grads[name]
    if epoch % 25 == 0:
        print(epoch, np.mean((predict(params, X) - Y) ** 2))

print(predict(params, X))
