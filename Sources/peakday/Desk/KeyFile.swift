import Coordination
import Glibc
import Orders
import PersonalData
import Store
import Vocabulary

/// Where the key to personal data lies: outside the store, for its owner alone.
struct KeyFile {
  let path: String
  /// Whether somebody named it; one that was not named need not be there.
  let isNamed: Bool

  init(of store: Store, _ surroundings: Surroundings) {
    if let path = surroundings.environment["PEAKDAY_KEY"], !path.isEmpty {
      (self.path, isNamed) = (path, true)
    } else {
      let home = surroundings.environment["XDG_CONFIG_HOME"] ?? (surroundings.environment["HOME"] ?? ".") + "/.config"
      (path, isNamed) = ("\(home)/peakday/\(store.settings.id).key", false)
    }
  }

  /// The key; nil when none is there. A named file that is not there is an error, unless it is to be made.
  func read(mayBeMade: Bool = false) throws -> PersonalKey? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT, !isNamed || mayBeMade { return nil }
      throw failure("key_unreadable", "密钥文件读不了", "the key file cannot be read")
    }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw failure("key_unreadable", "密钥文件读不了", "the key file cannot be read") }
    return try PersonalKey(text: String(decoding: buffer.prefix(count), as: UTF8.self), place: path)
  }

  /// Writes a new key that only its owner can read; one that is there is never written over.
  func create(_ bytes: [UInt8]) throws {
    if !isNamed, let end = path.lastIndex(of: "/") { try makeFolder(String(path[..<end])) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("key_unwritable", "密钥文件写不了", "the key file cannot be written") }
    defer { close(descriptor) }
    let text = Array(PersonalKey.fileText(bytes: bytes).utf8)
    guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
      unlink(path)
      throw failure("key_unwritable", "密钥文件写不了", "the key file cannot be written")
    }
  }

  private func makeFolder(_ folder: String) throws {
    var made = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && part.isEmpty ? "/" : (made.hasSuffix("/") || made.isEmpty ? "" : "/") + part
      guard mkdir(made, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
        throw failure("key_unwritable", "密钥文件夹建不了", "the key's folder cannot be made")
      }
    }
  }

  private func failure(_ code: String, _ zh: String, _ en: String) -> Failure {
    let reason = String(cString: strerror(errno))
    return Failure(
      .usage, code: code, Message(zh: "\(zh)：\(reason)", en: "\(en): \(reason)"), place: path,
      next: Message(zh: "用 PEAKDAY_KEY 说明密钥文件在哪里", en: "say where it is with PEAKDAY_KEY"))
  }
}

extension Desk {
  /// What addresses are taken in with: the store's own secret, and the key file if this machine has it.
  func addressIntake(_ store: Store) throws -> AddressIntake {
    let rules = try store.read { try PersonalDataRules.ask($0) }
    let key = try rules.keyID == nil ? nil : personalKey(store, rules)
    if rules.keepsAll, key == nil {
      talk(
        Message(
          zh: "注意：这台机器没有密钥 \(rules.keyID ?? "")，完整地址不会保存；设 PEAKDAY_KEY",
          en:
            "attention: this machine lacks the key \(rules.keyID ?? ""), so full addresses are not kept; set PEAKDAY_KEY"
        ))
    }
    return AddressIntake(
      storeSecret: store.settings.secret(for: "address"), key: key, keepsAll: rules.keepsAll && key != nil)
  }

  /// The key of this store, as far as this machine has it; another store's key is refused.
  func personalKey(_ store: Store, _ rules: PersonalDataRules) throws -> PersonalKey? {
    let file = KeyFile(of: store, surroundings)
    guard let key = try file.read(mayBeMade: rules.keyID == nil) else { return nil }
    guard let expected = rules.keyID, expected != key.id else { return key }
    throw Failure(
      .usage, code: "other_key",
      Message(
        zh: "这是密钥 \(key.id)，而这个库用的是 \(expected)", en: "this is the key \(key.id), but the store uses \(expected)"),
      place: file.path, next: Message(zh: "用 PEAKDAY_KEY 指到那把密钥", en: "point PEAKDAY_KEY at that one"))
  }
}
