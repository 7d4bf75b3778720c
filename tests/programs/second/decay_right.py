import numpy as np

rng = np.random.default_rng(5)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
y = np.array([0.0, 1.0, 1.0, 0.0])[:, None]
w = [rng.standard_normal((2, 4)), rng.standard_normal((4, 1))]
b = [np.zeros(4), np.zeros(1)]
rate = 1.5
for epoch in range(4000):
    rate *= 0.9999
    a = [X]
    for W, c in zip(w, b):
        a.append(1 / (1 + np.exp(-(a[-1] @ W + c))))
    delta = (a[2] - y) * a[2] * (1 - a[2])
    for k in (1, 0):
        step_w, step_b = a[k].T @ delta, delta.sum(axis=0)
        delta = delta @ w[k].T * a[k] * (1 - a[k])
        w[k] = w[k] - rate * step_w
        b[k] = b[k] - rate * step_b
print(a[2].ravel())
