import random

random.seed(0)
w = [random.random(), random.random()]
b = random.random()
data = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]
for epoch in range(200):
    wrong = 0
    for (x1, x2), target in data:
        guess = 1 if w[0] * x1 + w[1] * x2 + b > 0 else 0
        error = target - guess
        wrong += error != 0
        w[0] += 0.1 * error * x1
        w[1] += 0.1 * error * x2
        b += 0.1 * error
    if epoch % 50 == 0:
        print(epoch, "wrong", wrong)
