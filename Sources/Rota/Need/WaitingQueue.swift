import Glibc

extension WaitingModel {
  /// The states with all places taken: nobody waits, one does, two do … Their weights are scaled together, because with
  /// too few agents they outgrow any number.
  struct Queue {
    let arrivals: Double
    let served: Double
    let givingUp: Double?
    /// The weight of the first state, the sum of all, and the sum times the number waiting.
    private(set) var unit = 1.0
    private(set) var sum = 1.0
    private(set) var weighted = 0.0

    init(arrivals: Double, served: Double, givingUp: Double?) {
      (self.arrivals, self.served, self.givingUp) = (arrivals, served, givingUp)
      guard let givingUp else {
        let rest = served - arrivals
        sum = served / rest
        weighted = arrivals * served / (rest * rest)
        return
      }
      var term = 1.0
      var waiting = 0.0
      repeat {
        waiting += 1
        term *= arrivals / (served + waiting * givingUp)
        sum += term
        weighted += term * waiting
        if sum > 1e200 {
          for part in [\Queue.unit, \.sum, \.weighted] { self[keyPath: part] *= 1e-200 }
          term *= 1e-200
        }
      } while arrivals > served + waiting * givingUp || term * waiting > 1e-17 * weighted
    }

    /// The integrals from 0 to `seconds` of `f(x) = exp(logFactor + (λ/θ)(1 − e^(−θx)) − (M+θ)x)`, for those who are still
    /// there when it is their turn, and of `f(x)·e^(θx)`, for those whose turn it would be.
    ///
    /// By Gauss's rule with 24 points on each of as many pieces as the exponent's range asks for.
    func integrals(to seconds: Double, times logFactor: Double) -> (served: Double, turn: Double) {
      guard seconds > 0, logFactor > -700 || arrivals > served else { return (0, 0) }
      guard let givingUp else {
        let rest = served - arrivals
        let area = -expm1(-rest * seconds) / rest * exp(logFactor)
        return (area, area)
      }
      func exponent(_ time: Double) -> Double {
        -arrivals / givingUp * expm1(-givingUp * time) - (served + givingUp) * time
      }
      // The exponent is concave: once it falls it falls ever faster, and 45 below its slope's line nothing is left.
      let slope = arrivals - served
      let end = slope < 0 ? min(seconds, -45 / slope) : seconds
      let peak = slope > 0 ? min(end, log(arrivals / (served + givingUp)) / givingUp) : 0
      let range = 2 * exponent(peak) - exponent(end)
      let pieces = Int(min(63, max(0, range / 12))) + 1
      let width = end / Double(pieces)
      var (inTime, turn) = (0.0, 0.0)
      for piece in 0..<pieces {
        let middle = (Double(piece) + 0.5) * width
        for (node, weight) in GaussRule.points {
          for time in [middle - node * width / 2, middle + node * width / 2] {
            let density = weight * exp(logFactor + exponent(time))
            inTime += density
            turn += weight * exp(logFactor + exponent(time) + givingUp * time)
          }
        }
      }
      return (inTime * width / 2, turn * width / 2)
    }
  }
}

/// Gauss–Legendre with 24 points, by Newton's method on the Legendre polynomial.
enum GaussRule {
  /// The positive nodes and their weights.
  static let points: [(node: Double, weight: Double)] = {
    let order = 24
    return (1...order / 2).map { number in
      var node = cos(Double.pi * (Double(number) - 0.25) / (Double(order) + 0.5))
      var slope = 0.0
      for _ in 0..<20 {
        var (value, before) = (1.0, 0.0)
        for degree in 1...order {
          let next = (Double(2 * degree - 1) * node * value - Double(degree - 1) * before) / Double(degree)
          (before, value) = (value, next)
        }
        slope = Double(order) * (node * value - before) / (node * node - 1)
        node -= value / slope
      }
      return (node, 2 / ((1 - node * node) * slope * slope))
    }
  }()
}
