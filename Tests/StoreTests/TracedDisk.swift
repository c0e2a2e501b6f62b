import Foundation
import TestSupport

/// One system call of a traced writer that matters to the disk, or a line that it said.
enum TracedCall {
  case create(path: String)
  case write(path: String, offset: Int, bytes: [UInt8])
  case truncate(path: String, length: Int)
  case sync(path: String)
  case remove(path: String)
  case said(String)

  /// Reads what `strace -y -xx` wrote; calls on files outside `folder` are left out.
  static func read(_ trace: Data, below folder: String) -> [TracedCall] {
    trace.split(separator: 0x0A).compactMap { line in
      let words = Array(line).split(separator: 0x20)
      guard words.count > 3, let open = words[1].firstIndex(of: UInt8(ascii: "(")), let last = words.last,
        last.first != UInt8(ascii: "-")
      else { return nil }
      let name = String(decoding: words[1][..<open], as: UTF8.self)
      let first = words[1][(open + 1)...]
      if name == "write", first.starts(with: "1<".utf8) {
        return .said(String(decoding: unescaped(words[2]), as: UTF8.self).trimmingCharacters(in: .newlines))
      }
      let named = name == "openat" ? words[2] : first
      let path = String(decoding: unescaped(named), as: UTF8.self)
      guard path == folder || path.hasPrefix(folder + "/shop.db"), !path.hasSuffix("-shm") else { return nil }
      switch name {
      case "openat": return line.contains("O_CREAT".utf8) ? .create(path: path) : nil
      case "pwrite64": return .write(path: path, offset: number(words[4]), bytes: unescaped(words[2]))
      case "ftruncate": return .truncate(path: path, length: number(words[2]))
      case "fsync", "fdatasync": return .sync(path: path)
      case "unlink": return .remove(path: path)
      default: return nil
      }
    }
  }

  /// The bytes behind every `\x` of a word.
  private static func unescaped(_ word: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(word.count / 4)
    word.withUnsafeBufferPointer { word in
      var index = 0
      while index + 3 < word.count {
        if word[index] == 0x5C, word[index + 1] == 0x78 {
          bytes.append(digit(word[index + 2]) << 4 | digit(word[index + 3]))
          index += 4
        } else {
          index += 1
        }
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8 { byte < 0x3A ? byte - 0x30 : byte - 0x57 }

  private static func number(_ word: ArraySlice<UInt8>) -> Int {
    Int(String(decoding: word.filter { (0x30...0x39).contains($0) }, as: UTF8.self)) ?? 0
  }
}

extension Data {
  fileprivate func contains(_ text: String.UTF8View) -> Bool { range(of: Data(text)) != nil }
}

/// What a disk must have, and what it may have, after the traced calls.
struct TracedDisk {
  /// What is left after the power came back: only what was synced; all that was written; or a random part of the rest,
  /// where a write may also be torn at a sector's edge and a name may be missing.
  enum Kept: CaseIterable { case synced, everything, some }

  fileprivate enum Change {
    case write(offset: Int, bytes: [UInt8])
    case truncate(length: Int)
  }

  fileprivate struct File {
    var durable: [UInt8] = []
    var pending: [Change] = []
    /// Whether its name has reached the disk.
    var isNamed = false
  }

  private var files: [String: File] = [:]
  /// Removed files whose removal has not reached the disk.
  private var ghosts: [String: File] = [:]

  mutating func apply(_ call: TracedCall) {
    switch call {
    case .create(let path): if files[path] == nil { files[path] = File() }
    case .write(let path, let offset, let bytes): files[path]?.pending.append(.write(offset: offset, bytes: bytes))
    case .truncate(let path, let length): files[path]?.pending.append(.truncate(length: length))
    case .remove(let path): ghosts[path] = files.removeValue(forKey: path)
    case .said: break
    case .sync(let path):
      if files[path] != nil {
        files[path]?.sync()
      } else {
        // The folder: all names in it are as they are now.
        for name in files.keys { files[name]?.isNamed = true }
        ghosts = [:]
      }
    }
  }

  /// Writes the files as they may look after the power was cut here.
  func rebuild(from old: String, into new: String, _ kept: Kept, _ random: inout SplitMix64) throws {
    for (path, file) in ghosts.merging(files, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
      let isGhost = files[path] == nil
      let isThere =
        switch kept {
        case .synced: file.isNamed
        case .everything: !isGhost
        case .some: file.isNamed && !isGhost ? true : Bool.random(using: &random)
        }
      guard isThere else { continue }
      let bytes = file.contents(kept, &random)
      try Data(bytes).write(to: URL(fileURLWithPath: new + path.dropFirst(old.count)))
    }
  }
}

extension TracedDisk.File {
  fileprivate mutating func sync() {
    for change in pending { Self.apply(change, to: &durable) }
    pending = []
    isNamed = true
  }

  fileprivate func contents(_ kept: TracedDisk.Kept, _ random: inout SplitMix64) -> [UInt8] {
    var bytes = durable
    guard kept != .synced else { return bytes }
    for change in pending {
      guard kept == .some else {
        Self.apply(change, to: &bytes)
        continue
      }
      switch (change, Int.random(in: 0..<4, using: &random)) {
      case (_, 0): continue
      case (.write(let offset, let data), 1) where data.count > 512:
        let sectors = Int.random(in: 0...(data.count / 512), using: &random)
        Self.apply(.write(offset: offset, bytes: Array(data.prefix(sectors * 512))), to: &bytes)
      default: Self.apply(change, to: &bytes)
      }
    }
    return bytes
  }

  private static func apply(_ change: TracedDisk.Change, to bytes: inout [UInt8]) {
    switch change {
    case .truncate(let length):
      if length < bytes.count { bytes.removeLast(bytes.count - length) }
      if length > bytes.count { bytes += Array(repeating: 0, count: length - bytes.count) }
    case .write(let offset, let data):
      if bytes.count < offset + data.count {
        bytes += Array(repeating: 0, count: offset + data.count - bytes.count)
      }
      bytes.replaceSubrange(offset..<(offset + data.count), with: data)
    }
  }
}
