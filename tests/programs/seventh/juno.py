import numpy as np

rs = np.random.RandomState(0)
N = 800
# noisy xor cloud
centers = rs.randint(0, 2, size=(N, 2))
X = centers + 0.1 * rs.randn(N, 2)
T = (centers[:, 0] ^ centers[:, 1]).reshape(-1, 1).astype(float)

def sigma(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

class TwoLayer:
    def __init__(self, hidden=4, lr=0.5):
        self.lr = lr
        self.W = rs.randn(2, hidden)
        self.b = np.zeros((1, hidden))
        self.V = rs.randn(hidden, 1)
        self.c = np.zeros((1, 1))

    def forward(self, X):
        self.H = np.tanh(X @ self.W + self.b)
        self.O = sigma(self.H @ self.V + self.c)
        return self.O

    def step(self, X, T):
        O = self.forward(X)
        dO = (O - T) * O * (1 - O)
        dH = dO @ self.V.T * (1 - self.H ** 2)
        self.V -= self.lr * self.H.T @ dO
        self.c -= self.lr * np.sum(dO, axis=0, keepdims=True)
        self.W -= self.lr * X.T @ dH
        self.b -= self.lr * np.sum(dH, axis=0, keepdims=True)

net = TwoLayer()
for epoch in range(1001):
    net.step(X, T)
    if epoch % 200 == 0:
        out = net.forward(X)
        acc = np.mean((out > 0.5) == (T > 0.5))
        print(f"epoch {epoch}: mse {np.mean((out - T) ** 2):.4f} accuracy {acc:.3f}")
