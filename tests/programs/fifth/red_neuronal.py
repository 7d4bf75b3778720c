# Red neuronal para la compuerta XOR con entradas y salidas bipolares (-1, 1)
from math import tanh
from random import Random

azar = Random(21)
entradas = [(-1, -1), (-1, 1), (1, -1), (1, 1)]
salidas = [-1, 1, 1, -1]

N_OCULTAS = 3
TASA = 0.05
INERCIA = 0.9

# la ultima columna de cada fila es el sesgo
pesos_ocultos = [[azar.uniform(-0.8, 0.8) for _ in range(3)] for _ in range(N_OCULTAS)]
pesos_salida = [azar.uniform(-0.8, 0.8) for _ in range(N_OCULTAS + 1)]
vel_ocultos = [[0.0] * 3 for _ in range(N_OCULTAS)]
vel_salida = [0.0] * (N_OCULTAS + 1)


def propagar(x):
    ocultas = []
    for fila in pesos_ocultos:
        ocultas.append(tanh(fila[0] * x[0] + fila[1] * x[1] + fila[2]))
    suma = pesos_salida[-1]
    for p, o in zip(pesos_salida, ocultas):
        suma += p * o
    return ocultas, tanh(suma)


for epoca in range(1, 601):
    error_total = 0
    for x, deseado in zip(entradas, salidas):
        ocultas, y = propagar(x)
        error = y - deseado
        error_total += 0.5 * error ** 2
        d_salida = error * (1 - y ** 2)
        d_ocultas = [d_salida * pesos_salida[j] * (1 - ocultas[j] ** 2)
                     for j in range(N_OCULTAS)]

        for j, valor in enumerate(ocultas + [1]):
            vel_salida[j] = INERCIA * vel_salida[j] - TASA * d_salida * valor
            pesos_salida[j] += vel_salida[j]

        for j in range(N_OCULTAS):
            for i, valor in enumerate((x[0], x[1], 1)):
                vel_ocultos[j][i] = INERCIA * vel_ocultos[j][i] - TASA * d_ocultas[j] * valor
                pesos_ocultos[j][i] += vel_ocultos[j][i]
    if epoca % 100 == 0:
        print('Epoca', epoca, 'error', error_total)

for x, deseado in zip(entradas, salidas):
    print(x, deseado, '%.3f' % propagar(x)[1])
