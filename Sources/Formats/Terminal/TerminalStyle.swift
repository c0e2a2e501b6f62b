/// Whether output is coloured. The caller decides, from the kind of output and from NO_COLOR.
public struct TerminalStyle: Sendable, Equatable {
  public enum Ink: Sendable, Equatable, CaseIterable { case none, red, green, bold }

  public let isColoured: Bool

  public init(isColoured: Bool) {
    self.isColoured = isColoured
  }

  /// For files, pipes and NO_COLOR.
  public static let plain = TerminalStyle(isColoured: false)

  /// The text in this ink. The text must be safe already (`TerminalText.safe`).
  public func paint(_ text: String, _ ink: Ink) -> String {
    guard isColoured, !text.isEmpty else { return text }
    switch ink {
    case .none: return text
    case .red: return "\u{1B}[31m\(text)\u{1B}[0m"
    case .green: return "\u{1B}[32m\(text)\u{1B}[0m"
    case .bold: return "\u{1B}[1m\(text)\u{1B}[0m"
    }
  }
}
