import CZip
import Vocabulary

/// The functions of libzip that reading needs.
struct LibZip: @unchecked Sendable {  // Function addresses; written once, before anyone else can see them.
  let open: @convention(c) (UnsafePointer<CChar>, Int32, UnsafeMutablePointer<Int32>?) -> OpaquePointer?
  let discard: @convention(c) (OpaquePointer) -> Void
  let entryCount: @convention(c) (OpaquePointer, zip_flags_t) -> Int64
  let entryName: @convention(c) (OpaquePointer, UInt64, zip_flags_t) -> UnsafePointer<CChar>?
  let entryStatus: @convention(c) (OpaquePointer, UInt64, zip_flags_t, UnsafeMutablePointer<zip_stat_t>) -> Int32
  let archiveError: @convention(c) (OpaquePointer) -> UnsafeMutablePointer<zip_error_t>
  let openEntry: @convention(c) (OpaquePointer, UInt64, zip_flags_t) -> OpaquePointer?
  let read: @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UInt64) -> Int64
  let entryError: @convention(c) (OpaquePointer) -> UnsafeMutablePointer<zip_error_t>
  let closeEntry: @convention(c) (OpaquePointer) -> Int32

  static let shared: Swift.Result<LibZip, Failure> = Swift.Result { () throws(Failure) in try LibZip() }

  private init() throws(Failure) {
    // What we use is the same in both: 4 is Debian 12's, 5 came after it.
    let library = try SystemLibrary(["libzip.so.4", "libzip.so.5"], package: "libzip4")
    open = try library.find("zip_open")
    discard = try library.find("zip_discard")
    entryCount = try library.find("zip_get_num_entries")
    entryName = try library.find("zip_get_name")
    entryStatus = try library.find("zip_stat_index")
    archiveError = try library.find("zip_get_error")
    openEntry = try library.find("zip_fopen_index")
    read = try library.find("zip_fread")
    entryError = try library.find("zip_file_get_error")
    closeEntry = try library.find("zip_fclose")
  }
}
