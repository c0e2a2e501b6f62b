import Synchronization

/// Divisions in full by their codes, each looked up once: an import asks for the same few a million times.
final class DivisionNames: Sendable {
  private let known = Mutex<[String: String]>([:])

  /// 浙江省 杭州市 西湖区; see `AddressOutlook.name`.
  func name(_ code: String) -> String {
    known.withLock { names in
      if let name = names[code] { return name }
      let name = AddressOutlook.name(code)
      names[code] = name
      return name
    }
  }
}
