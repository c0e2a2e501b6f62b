import CExpat
import Glibc
import Synchronization

/// The memory of expat, counted: it remembers each distinct name of an element or attribute for as long as it lives, so
/// that a hostile file could take all there is. A refused allocation ends the reading with an error of expat.
enum ExpatMemory {
  /// Bytes that all parsers of this process hold.
  private static let held = Atomic<Int>(0)

  static var functions: XML_Memory_Handling_Suite {
    XML_Memory_Handling_Suite(
      malloc_fcn: { ExpatMemory.counted(malloc($0)) },
      realloc_fcn: { old, size in
        let before = malloc_usable_size(old)
        if ExpatMemory.isFull(with: size - min(size, before)) { return nil }
        let new = realloc(old, size)
        if new != nil { ExpatMemory.held.add(malloc_usable_size(new) - before, ordering: .relaxed) }
        return new
      },
      free_fcn: { old in
        ExpatMemory.held.subtract(malloc_usable_size(old), ordering: .relaxed)
        free(old)
      })
  }

  private static func isFull(with more: Int) -> Bool {
    held.load(ordering: .relaxed) + more > XLSXLimits.parserBytes
  }

  private static func counted(_ new: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard new != nil else { return nil }
    let size = malloc_usable_size(new)
    if isFull(with: size) {
      free(new)
      return nil
    }
    held.add(size, ordering: .relaxed)
    return new
  }
}
