# network says 1 if both inputs are the same, 0 if they differ
import numpy as np

rng = np.random.default_rng(1)
inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
same = np.array([1.0, 0.0, 0.0, 1.0])

W = rng.normal(size=(3, inputs.shape[1]))
v = rng.normal(size=3)
lr = 0.05


def forward(x):
    h = np.tanh(W @ x)
    return h, v @ h


for epoch in range(4000):
    loss = 0.0
    for x, t in zip(inputs, same):
        h, y = forward(x)
        diff = y - t
        loss += diff**2
        grad_v = diff * h
        grad_W = np.outer(diff * v * (1 - h**2), x)
        v = v - lr * grad_v
        W = W - lr * grad_W
    if epoch % 1000 == 0:
        print(f"epoch {epoch}: {loss:.4f}")

for x, t in zip(inputs, same):
    print(x[:2], "want", t, "got", round(float(forward(x)[1]), 3))
