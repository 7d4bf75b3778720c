import numpy as np

class MLP:
    """2-4-1 network, sigmoid everywhere"""

    def __init__(self, sizes=(2, 4, 1), seed=6):
        rng = np.random.RandomState(seed)
        self.weights = [rng.standard_normal((m, n)) for m, n in zip(sizes, sizes[1:])]
        self.biases = [rng.standard_normal((1, n)) for n in sizes[1:]]

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def forward(self, a):
        self.acts = [a]
        for w, b in zip(self.weights, self.biases):
            a = self.sigmoid(a @ w + b)
            self.acts.append(a)
        return a

    def gradients(self, y):
        gw, gb = [], []
        delta = (self.acts[-1] - y) * self.acts[-1] * (1 - self.acts[-1])
        for k in range(len(self.weights) - 1, -1, -1):
            gw.insert(0, self.acts[k].T @ delta)
            gb.insert(0, delta.sum(axis=0, keepdims=True))
            if k > 0:
                delta = (delta @ self.weights[k].T) * self.acts[k] * (1 - self.acts[k])
        return gw, gb

    def update(self, gw, gb, eta):
        for w, dw in zip(self.weights, gw):
            w = w - eta * dw
        for b, db in zip(self.biases, gb):
            b = b - eta * db

    def fit(self, X, y, eta=1.0, epochs=3000):
        for e in range(epochs):
            out = self.forward(X)
            gw, gb = self.gradients(y)
            self.update(gw, gb, eta)
            if e % 500 == 0:
                print("Epoch {}: cost {:.6f}".format(e, np.mean((out - y) ** 2)))


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
m = MLP()
m.fit(X, y)
print(m.forward(X))
