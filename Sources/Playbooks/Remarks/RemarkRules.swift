import Synchronization
import Vocabulary

/// The compiled rules for one kind of remark. Classifying is a function of the text alone.
///
/// Copies share one automaton behind a lock, because its states are made as remarks need them.
public struct RemarkRules: Sendable {
  private let engine: Engine

  init(_ scanner: consuming sending RemarkScanner, verdicts: Set<Verdict>) {
    engine = Engine(scanner, verdicts: verdicts)
  }

  /// What is read out of the remark `text`. Takes time linear in its length; a blank remark is `none`.
  public func classify(_ text: String) -> Classification {
    engine.scanner.withLock { $0.classify(text) }
  }

  /// The verdicts that some rule can give.
  public var verdicts: Set<Verdict> { engine.verdicts }

  /// Table steps taken so far by all classifications; for tests of linear time.
  var steps: Int { engine.scanner.withLock { $0.automaton.steps } }

  private final class Engine: Sendable {
    let scanner: Mutex<RemarkScanner>
    let verdicts: Set<Verdict>

    init(_ scanner: consuming sending RemarkScanner, verdicts: Set<Verdict>) {
      self.scanner = Mutex(scanner)
      self.verdicts = verdicts
    }
  }
}
