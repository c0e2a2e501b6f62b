import Glibc
import Synchronization

/// Ctrl-C, for work that can stop at any time and still has something to show.
enum StopSignal {
  private static let raised = Atomic<Bool>(false)

  /// From now on the first Ctrl-C only sets the mark; a second one ends the process as ever.
  static func watch() {
    raised.store(false, ordering: .relaxed)
    signal(SIGINT) { _ in
      StopSignal.raised.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }

  static var isRaised: Bool { raised.load(ordering: .relaxed) }
}
