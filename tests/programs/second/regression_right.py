import numpy as np

np.random.seed(3)
x = np.linspace(-1, 1, 9).reshape(-1, 1)
y = x**2
W1 = np.random.randn(1, 5)
b1 = np.random.randn(5)
W2 = np.random.randn(5, 1)
b2 = np.zeros(1)
lr = 0.1
for i in range(4000):
    h = np.tanh(np.matmul(x, W1) + b1)
    p = np.matmul(h, W2) + b2
    dp = 2.0 * (p - y) / len(x)
    dW2, db2 = np.matmul(h.T, dp), dp.sum(0)
    dh = np.matmul(dp, W2.T) * (1.0 - np.square(h))
    dW1, db1 = np.matmul(x.T, dh), dh.sum(0)
    for param, grad in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
        param -= lr * grad
print(np.abs(p - y).max())
