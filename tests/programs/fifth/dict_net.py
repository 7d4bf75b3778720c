import random
import math

def make_network(n_inputs, n_hidden):
    hidden = [{'w': [random.uniform(-1, 1) for _ in range(n_inputs)], 'b': 0.0}
              for _ in range(n_hidden)]
    output = {'w': [random.uniform(-1, 1) for _ in range(n_hidden)], 'b': 0.0}
    return {'hidden': hidden, 'output': output}

def fire(unit, values):
    return 1 / (1 + math.exp(-(sum(w * v for w, v in zip(unit['w'], values)) + unit['b'])))

def think(net, values):
    hs = [fire(u, values) for u in net['hidden']]
    return hs, fire(net['output'], hs)

def teach(net, values, answer, rate):
    hs, guess = think(net, values)
    d_out = (answer - guess) * guess * (1 - guess)
    old = list(net['output']['w'])
    for k, h in enumerate(hs):
        net['output']['w'][k] += rate * d_out * h
    net['output']['b'] += rate * d_out
    for k, u in enumerate(net['hidden']):
        d = d_out * old[k] * hs[k] * (1 - hs[k])
        for i, v in enumerate(values):
            u['w'][i] += rate * d * v
        u['b'] += rate * d
    return (answer - guess) ** 2

random.seed(99)
table = {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}
net = make_network(2, 4)

for question, answer in table.items():
    for epoch in range(4000):
        loss = teach(net, question, answer, 0.5)
        if epoch % 1000 == 0:
            print(question, 'epoch', epoch, 'loss', round(loss, 6))

print('--- test ---')
for question, answer in table.items():
    print(question, 'expected', answer, 'got', round(think(net, question)[1], 3))
