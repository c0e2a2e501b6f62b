import Glibc
import Store

/// Makes elements on a thread of its own while the caller works on the one before: a file is read beside the writing of
/// the store. At most `depth` elements wait, so memory stays bounded.
package final class ReadAhead<Element: Sendable>: @unchecked Sendable {  // `mutex` guards everything that changes.
  private let produce: () throws -> Element?
  private let depth: Int
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let moved = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var waiting: [Element] = []
  private var failure: (any Error)?
  private var isEnded = false
  private var isCancelled = false
  private var thread = pthread_t()

  /// `produce` is called on the other thread until it returns nil or throws; what it uses must be left alone by
  /// everybody else until `finish` has returned.
  package init(depth: Int, produce: @escaping () throws -> Element?) throws {
    self.produce = produce
    self.depth = depth
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(moved, nil)
    let body = Unmanaged.passRetained(ThreadBody { self.run() })
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    guard code == 0 else {
      body.release()
      isEnded = true
      throw StoreError.engine("no thread could be started (\(code))")
    }
  }

  deinit {
    pthread_cond_destroy(moved)
    pthread_mutex_destroy(mutex)
    moved.deallocate()
    mutex.deallocate()
  }

  /// Waits for the next element; nil at the end. Throws what `produce` threw, behind the elements before it.
  package func next() throws -> Element? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while waiting.isEmpty, !isEnded { pthread_cond_wait(moved, mutex) }
    guard !waiting.isEmpty else {
      if let failure { throw failure }
      return nil
    }
    let element = waiting.removeFirst()
    pthread_cond_signal(moved)
    return element
  }

  /// Ends the thread and waits for it. Must be called once, also after an error.
  package func finish() {
    pthread_mutex_lock(mutex)
    isCancelled = true
    pthread_cond_signal(moved)
    pthread_mutex_unlock(mutex)
    pthread_join(thread, nil)
  }

  private func run() {
    do {
      while let element = try produce(), hand(over: element) {}
      end(nil)
    } catch {
      end(error)
    }
  }

  /// Returns whether more is wanted.
  private func hand(over element: Element) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while waiting.count >= depth, !isCancelled { pthread_cond_wait(moved, mutex) }
    guard !isCancelled else { return false }
    waiting.append(element)
    pthread_cond_signal(moved)
    return true
  }

  private func end(_ error: (any Error)?) {
    pthread_mutex_lock(mutex)
    failure = error
    isEnded = true
    pthread_cond_signal(moved)
    pthread_mutex_unlock(mutex)
  }
}

/// What a thread runs: C takes a pointer to an object without type parameters.
private final class ThreadBody {
  let run: () -> Void

  init(_ run: @escaping () -> Void) {
    self.run = run
  }
}
