import numpy as np

rng = np.random.default_rng(11)
inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
labels = np.array([[0.0], [1.0], [1.0], [0.0]])
W = [rng.normal(0, 1, (2, 6)), rng.normal(0, 1, (6, 1)) / np.sqrt(6)]
B = [np.zeros((1, 6)), np.zeros((1, 1))]
step_size = 0.1


def relu(v):
    return np.maximum(v, 0)


for n in range(3000):
    pre = inputs @ W[0] + B[0]
    hidden = relu(pre)
    prediction = hidden @ W[1] + B[1]
    loss = np.mean((prediction - labels) ** 2)
    g = 2 * (prediction - labels) / len(labels)
    gW1 = hidden.T @ g
    gB1 = g.sum(axis=0, keepdims=True)
    gh = g @ W[1].T
    gW0 = inputs.T @ gh
    gB0 = gh.sum(axis=0, keepdims=True)
    W[0] -= step_size * gW0
    W[1] -= step_size * gW1
    if n % 500 == 0:
        print(n, loss)
print(prediction.ravel())
