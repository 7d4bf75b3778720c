// The training program of solution 6 in Swift. It has the same functions and prints
// the same thirteen lines. Run it with `swift 06_trainer.swift` or in an Xcode
// playground, or compile it: `swiftc -O 06_trainer.swift`. With `--bits` it prints
// the nine final numbers exactly, as hexadecimal floats.

import Foundation

typealias Row = (x1: Double, x2: Double, y: Double)

/// The four rows of XOR: two inputs and the target.
func xorRows() -> [Row] {
    return [
        (x1: 0, x2: 0, y: 0), (x1: 0, x2: 1, y: 1),
        (x1: 1, x2: 0, y: 1), (x1: 1, x2: 1, y: 0),
    ]
}

/// Map any number to a number between 0 and 1.
func sigmoid(_ z: Double) -> Double {
    return 1 / (1 + exp(-z))
}

/// Forward: h1, h2 and the output of one row.
func activations(
    _ x1: Double, _ x2: Double, _ params: [Double]
) -> (h1: Double, h2: Double, out: Double) {
    let h1 = sigmoid(params[0] * x1 + params[1] * x2 + params[2])
    let h2 = sigmoid(params[3] * x1 + params[4] * x2 + params[5])
    let out = sigmoid(params[6] * h1 + params[7] * h2 + params[8])
    return (h1: h1, h2: h2, out: out)
}

/// Backward: the nine gradients of one row's loss (out − y)².
func rowGradients(_ row: Row, _ params: [Double]) -> [Double] {
    let (h1, h2, out) = activations(row.x1, row.x2, params)
    let dOut = 2 * (out - row.y) * out * (1 - out)
    let dH1 = dOut * params[6] * h1 * (1 - h1)
    let dH2 = dOut * params[7] * h2 * (1 - h2)
    return [
        dH1 * row.x1, dH1 * row.x2, dH1,
        dH2 * row.x1, dH2 * row.x2, dH2,
        dOut * h1, dOut * h2, dOut,
    ]
}

/// The mean loss over the four rows.
func lossOf(_ params: [Double]) -> Double {
    let rows = xorRows()
    var sum = 0.0
    for row in rows {
        let error = activations(row.x1, row.x2, params).out - row.y
        sum += error * error
    }
    return sum / Double(rows.count)
}

/// One epoch: make one step against the mean gradient. Return nine new numbers.
func step(_ params: [Double], lr: Double) -> [Double] {
    let rows = xorRows()
    var sums = [Double](repeating: 0, count: params.count)
    for row in rows {
        let gradients = rowGradients(row, params)
        for k in sums.indices {
            sums[k] += gradients[k]
        }
    }
    return zip(params, sums).map { p, sum in p - lr * sum / Double(rows.count) }
}

/// Train for 4001 epochs. Print nine numbers if `bits` is true, else thirteen lines.
func run(bits: Bool) {
    var params = [0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05]
    for epoch in 0...4000 {
        if epoch % 500 == 0 && !bits {
            let loss = lossOf(params)
            print(String(format: "epoch %4ld loss %.4f", epoch, loss))
        }
        params = step(params, lr: 2.0)
    }
    if bits {
        for number in params {
            print(String(format: "%a", number))
        }
        return
    }
    print("")
    for row in xorRows() {
        let out = activations(row.x1, row.x2, params).out
        let line = "%.0f XOR %.0f -> %.3f (target %.0f)"
        print(String(format: line, row.x1, row.x2, out, row.y))
    }
}

run(bits: ProcessInfo.processInfo.arguments.contains("--bits"))
