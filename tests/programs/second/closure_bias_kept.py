from math import exp
import random


def make(seed):
    rnd = random.Random(seed)
    a = {"p": rnd.uniform(-2, 2), "q": rnd.uniform(-2, 2), "r": 0.0}
    b = {"p": rnd.uniform(-2, 2), "q": rnd.uniform(-2, 2), "r": 0.0}
    c = {"p": rnd.uniform(-2, 2), "q": rnd.uniform(-2, 2), "r": 0.0}

    def fire(unit, x, y):
        return 1 / (1 + exp(-(unit["p"] * x + unit["q"] * y + unit["r"])))

    def learn(x, y, target, speed):
        u, v = fire(a, x, y), fire(b, x, y)
        o = fire(c, u, v)
        delta_c = (target - o) * o * (1 - o)
        delta_a = delta_c * c["p"] * u * (1 - u)
        delta_b = delta_c * c["q"] * v * (1 - v)
        for unit, delta, first, second in ((c, delta_c, u, v), (a, delta_a, x, y), (b, delta_b, x, y)):
            unit["p"] += speed * delta * first
            unit["q"] += speed * delta * second
        return (target - o) ** 2

    def answer(x, y):
        return fire(c, fire(a, x, y), fire(b, x, y))

    return learn, answer


learn, answer = make(4)
epoch = 0
worst = 1.0
while epoch < 8000 and worst > 0.0005:
    worst = max(learn(0, 0, 0, 0.8), learn(0, 1, 1, 0.8), learn(1, 0, 1, 0.8), learn(1, 1, 0, 0.8))
    epoch += 1
print(epoch, worst, [round(answer(x, y), 2) for x in (0, 1) for y in (0, 1)])
