import numpy as np

# 2-3-1, relu in the middle, linear output
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
y = np.array([[0], [1], [1], [0]], dtype=float)

rng = np.random.RandomState(0)


class ReluNet:
    def __init__(self):
        self.W1 = rng.uniform(-1.0, 0.0, (2, 3))
        self.b1 = np.zeros(3)
        self.W2 = rng.uniform(-1.0, 1.0, (3, 1))
        self.b2 = np.zeros(1)

    def forward(self, X):
        self.z1 = X @ self.W1 + self.b1
        self.a1 = np.maximum(0, self.z1)
        return self.a1 @ self.W2 + self.b2

    def train(self, X, y, lr=0.1):
        out = self.forward(X)
        d_out = 2 * (out - y) / len(X)
        d_hid = (d_out @ self.W2.T) * (self.z1 > 0)
        self.W2 -= lr * self.a1.T @ d_out
        self.b2 -= lr * d_out.sum(axis=0)
        self.W1 -= lr * X.T @ d_hid
        self.b1 -= lr * d_hid.sum(axis=0)
        return np.mean((out - y) ** 2)


net = ReluNet()
for epoch in range(5001):
    mse = net.train(X, y)
    if epoch % 1000 == 0:
        print("epoch %d mse %.5f" % (epoch, mse))

print(net.forward(X))
