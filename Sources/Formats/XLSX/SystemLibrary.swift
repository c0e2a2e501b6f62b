import Glibc
import Vocabulary

/// A shared library of the system, loaded when it is first needed: linking it would cost every start of the program.
struct SystemLibrary {
  private let handle: UnsafeMutableRawPointer
  private let name: String

  /// Loads the first of `names` that is there, such as `libzip.so.5`.
  ///
  /// - Throws: `Failure` `library_missing`, which names the Debian package to install.
  init(_ names: [String], package: String) throws(Failure) {
    for name in names {
      guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
      self.handle = handle
      self.name = name
      return
    }
    let name = names.first ?? package
    throw Failure(
      .usage, code: "library_missing",
      Message(zh: "需要的库 \(name) 没有安装", en: "the library \(name) is not installed"),
      next: Message(
        zh: "安装：apt-get install \(package)；表格也可以在 Excel/WPS 里另存为“CSV UTF-8”",
        en: "install it: apt-get install \(package); a table may be CSV UTF-8 instead of XLSX"))
  }

  /// A function by its name, as the type that the caller expects.
  ///
  /// - Throws: `Failure` `library_symbol` when the library has none.
  func find<Function>(_ symbol: String) throws(Failure) -> Function {
    guard let address = dlsym(handle, symbol) else {
      throw Failure(
        .internal, code: "library_symbol", Message(zh: "\(name) 缺少 \(symbol)", en: "\(name) has no \(symbol)"))
    }
    return unsafeBitCast(address, to: Function.self)
  }
}
