import numpy as np

np.random.seed(42)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])
parameters = {
    "W1": np.random.randn(2, 3) * 0.01,
    "b1": np.zeros((1, 3)),
    "W2": np.random.randn(3, 1) * 0.01,
    "b2": np.zeros((1, 1)),
}


def forward(X, p):
    Z1 = np.dot(X, p["W1"]) + p["b1"]
    A1 = np.maximum(0, Z1)
    Z2 = np.dot(A1, p["W2"]) + p["b2"]
    return Z1, A1, 1 / (1 + np.exp(-Z2))


for epoch in range(5000):
    Z1, A1, A2 = forward(X, parameters)
    m = X.shape[0]
    dZ2 = A2 - Y
    gradients = {"W2": np.dot(A1.T, dZ2) / m, "b2": np.sum(dZ2, axis=0, keepdims=True) / m}
    dZ1 = np.dot(dZ2, parameters["W2"].T) * (Z1 > 0)
    gradients["W1"] = np.dot(X.T, dZ1) / m
    gradients["b1"] = np.sum(dZ1, axis=0, keepdims=True) / m
    for key in parameters:
        parameters[key] -= 0.5 * gradients[key]
    if epoch % 1000 == 0:
        print(epoch, np.mean((A2 - Y) ** 2) / 2)
