import Foundation

/// A seeded generator of random numbers (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  /// A generator whose seed is printed; `PEAKDAY_TEST_SEED` repeats a run.
  public static func printed(_ purpose: String) -> SplitMix64 {
    let given = ProcessInfo.processInfo.environment["PEAKDAY_TEST_SEED"].flatMap(UInt64.init)
    let seed = given ?? UInt64.random(in: 0 ... .max)
    print("\(purpose): PEAKDAY_TEST_SEED=\(seed)")
    return SplitMix64(seed: seed)
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
