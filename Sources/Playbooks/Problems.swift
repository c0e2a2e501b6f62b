import Vocabulary

/// Collects everything wrong with one file, so that a person mends it in one go.
final class Problems {
  let path: String
  private(set) var list: [Failure] = []

  init(path: String) {
    self.path = path
  }

  /// `line` counts from 1; nil when the problem is the file as a whole.
  func add(_ code: String, line: Int?, zh: String, en: String, next: Message) {
    list.append(
      Failure(
        .usage, code: code, Message(zh: zh, en: en), place: line.map { "\(path):\($0)" } ?? path, next: next))
  }
}

/// The known word nearest to `word`, for "did you mean"; by edit distance (Levenshtein), the first of equals.
func nearest(to word: String, among known: [String]) -> String? {
  known.min { distance(word, $0) < distance(word, $1) }
}

private func distance(_ left: String, _ right: String) -> Int {
  // A key of thousands of characters is nobody's slip of the pen; the cut keeps the square small.
  let left = Array(left.unicodeScalars.prefix(64))
  let right = Array(right.unicodeScalars.prefix(64))
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
      diagonal = above
    }
  }
  return row[right.count]
}
