import numpy as np
np.random.seed(4)

def sigmoid(z): return 1/(1+np.exp(-z))

data = np.array([[0,0,0],[0,1,1],[1,0,1],[1,1,0]])
xs, ts = data[:, 0:2], data[:, 2]

W = np.random.uniform(-1, 1, (3, 2))
bW = np.random.uniform(-1, 1, 3)
V = np.random.uniform(-1, 1, 3)
bV = np.random.uniform(-1, 1)
lr = 2.0

losses = []
for epoch in range(2000):
    sse = 0
    for x, t in zip(xs, ts):
        h = sigmoid(W @ x + bW)
        o = sigmoid(V @ h + bV)
        sse += (t - o)**2

        # output layer
        delta_o = (o - t) * o * (1 - o)
        V -= lr * delta_o * h
        bV -= lr * delta_o

        # hidden layer
        delta_h = delta_o * V * h * (1 - h)
        W -= lr * np.outer(delta_h, x)
        bW -= lr * delta_h
    losses.append(sse)
    if epoch % 200 == 0:
        print(epoch, sse)

print('final', losses[-1])
for x, t in zip(xs, ts):
    print(x, t, sigmoid(V @ sigmoid(W @ x + bW) + bV))
