import numpy as np

def f(z):
    return 1 / (1 + np.exp(-z))

# start values from the lecture slides
W1 = np.array([[1, -1, 2], [-1, 2, 1]])
b1 = np.array([0, 0, -1])
W2 = np.array([1, 1, -2])
b2 = np.array([0])

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([0, 1, 1, 0])
lr = 0.5

for epoch in range(6000):
    sse = 0.0
    for x, y in zip(X, Y):
        h = f(x.dot(W1) + b1)
        o = f(h.dot(W2) + b2[0])
        sse += (y - o) ** 2
        do = (o - y) * o * (1 - o)
        dh = do * W2 * h * (1 - h)
        for j in range(3):
            W2[j] = W2[j] - lr * do * h[j]
            b1[j] = b1[j] - lr * dh[j]
            for i in range(2):
                W1[i, j] = W1[i, j] - lr * dh[j] * x[i]
        b2[0] = b2[0] - lr * do
    if epoch % 1000 == 0:
        print('epoch', epoch, 'error', sse)

print('W1 =', W1.tolist(), 'W2 =', W2.tolist())
for x, y in zip(X, Y):
    print(x, y, f(f(x.dot(W1) + b1).dot(W2) + b2[0]))
