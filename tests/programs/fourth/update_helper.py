import numpy as np

np.random.seed(1)
x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
t = np.array([[0.0], [1.0], [1.0], [0.0]])
learning_rate = 0.5

weights_1 = np.random.uniform(-1, 1, size=(2, 4))
bias_1 = np.random.uniform(-1, 1, size=(1, 4))
weights_2 = np.random.uniform(-1, 1, size=(4, 1))
bias_2 = np.random.uniform(-1, 1, size=(1, 1))


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def step(param, grad):
    param = param - learning_rate * grad


for i in range(10000):
    hid = sigmoid(x @ weights_1 + bias_1)
    out = sigmoid(hid @ weights_2 + bias_2)

    grad_out = (out - t) * out * (1 - out)
    grad_hid = grad_out @ weights_2.T * hid * (1 - hid)

    step(weights_2, hid.T @ grad_out)
    step(bias_2, grad_out.sum(axis=0, keepdims=True))
    step(weights_1, x.T @ grad_hid)
    step(bias_1, grad_hid.sum(axis=0, keepdims=True))

    if i % 2500 == 0:
        print("mse", np.mean((out - t) ** 2))

for a, b in zip(x, out):
    print(a, b[0])
