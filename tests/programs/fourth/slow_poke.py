import random
import math

random.seed(1)
LEARNING_RATE = 0.0005
EPOCHS = 5000


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def dsigmoid(y):
    return y * (1 - y)


def rnd():
    return random.uniform(-1, 1)


w1 = [[rnd(), rnd()], [rnd(), rnd()], [rnd(), rnd()]]
b1 = [rnd(), rnd(), rnd()]
w2 = [rnd(), rnd(), rnd()]
b2 = rnd()

train_x = [[0, 0], [0, 1], [1, 0], [1, 1]]
train_y = [0, 1, 1, 0]


def hidden(x):
    return [sigmoid(sum(w * i for w, i in zip(ws, x)) + b) for ws, b in zip(w1, b1)]


def output(h):
    return sigmoid(sum(w * i for w, i in zip(w2, h)) + b2)


for epoch in range(EPOCHS):
    for x, y in zip(train_x, train_y):
        h = hidden(x)
        o = output(h)
        do = (y - o) * dsigmoid(o)
        for j in range(3):
            dh = do * w2[j] * dsigmoid(h[j])
            w2[j] += LEARNING_RATE * do * h[j]
            w1[j][0] += LEARNING_RATE * dh * x[0]
            w1[j][1] += LEARNING_RATE * dh * x[1]
            b1[j] += LEARNING_RATE * dh
        b2 += LEARNING_RATE * do

for x in train_x:
    print(x, "%.3f" % output(hidden(x)))
