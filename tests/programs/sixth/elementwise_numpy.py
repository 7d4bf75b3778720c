import numpy as np

np.random.seed(8)
train_x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
train_y = np.array([0, 1, 1, 0])

w1 = np.random.uniform(-2, 2, size=(2, 2))
b1 = np.random.uniform(-2, 2, size=2)
w2 = np.random.uniform(-2, 2, size=2)
b2 = 0.1


def sigm(x):
    return 1 / (1 + np.exp(-x))


def hidden(x):
    h = np.zeros_like(x)
    for j in range(2):
        h[j] = sigm(w1[j, 0] * x[0] + w1[j, 1] * x[1] + b1[j])
    return h


for ep in range(4000):
    for x, t in zip(train_x, train_y):
        h = hidden(x)
        o = sigm(np.dot(w2, h) + b2)
        do = (t - o) * o * (1 - o)
        for j in range(2):
            dh = do * w2[j] * h[j] * (1 - h[j])
            w2[j] += 0.7 * do * h[j]
            for i in range(2):
                w1[j, i] += 0.7 * dh * x[i]
            b1[j] += 0.7 * dh
        b2 += 0.7 * do

for x, t in zip(train_x, train_y):
    print(x, "expected", t, "got", sigm(np.dot(w2, hidden(x)) + b2))
