import numpy as np

np.random.seed(7)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
y = np.array([[0], [1], [1], [0]], dtype=float)
params = {
    "W1": np.random.randn(2, 4) * 0.7,
    "b1": np.zeros((1, 4)),
    "W2": np.random.randn(4, 1) * 0.7,
    "b2": np.zeros((1, 1)),
}
m = {k: np.zeros_like(v) for k, v in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
lr, beta1, beta2, eps = 0.02, 0.9, 0.999, 1e-8


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for t in range(1, 1501):
    h = np.tanh(X @ params["W1"] + params["b1"])
    p = sigmoid(h @ params["W2"] + params["b2"])
    dz2 = (p - y) / 4
    dz1 = dz2 @ params["W2"].T * (1 - h**2)
    grads = {
        "W1": X.T @ dz1,
        "b1": dz1.sum(0, keepdims=True),
        "W2": h.T @ dz2,
        "b2": dz2.sum(0, keepdims=True),
    }
    for k in params:
        m[k] = beta1 * m[k] + (1 - beta1) * grads[k]
        v[k] = beta2 * v[k] + (1 - beta2) * grads[k] ** 2
        mh = m[k] / (1 - beta1**t)
        vh = v[k] / (1 - beta2**t)
        params[k] = params[k] - lr * mh / (np.sqrt(vh) + eps)

print(p.ravel().round(3))
