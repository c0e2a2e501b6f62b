import ArgumentParser
import Vocabulary

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: .long,
    help: help(
      "店铺库：文件路径或 postgresql:// 网址（默认 $PEAKDAY_STORE）",
      "the store: a file or a postgresql:// URL (default $PEAKDAY_STORE)"))
  var store: String?

  @Option(name: .long, help: help("店铺（默认 $PEAKDAY_SHOP 或 main）", "the shop (default $PEAKDAY_SHOP or main)"))
  var shop: String?

  @Option(
    name: .customLong("as"), help: help("谁在操作（默认 $PEAKDAY_AS 或登录名）", "who acts (default $PEAKDAY_AS or the login)"))
  var actor: String?

  @Option(name: .long, help: help("角色（默认 $PEAKDAY_ROLE 或 lead）", "the role (default $PEAKDAY_ROLE or lead)"))
  var role: Role?

  @Option(name: .long, help: help("操作号：重复同一操作时用", "the operation id, to repeat the very same change"))
  var operation: OperationID?

  @Option(name: .long, help: help("语言", "the language"))
  var lang: Language?

  @Flag(name: .long, help: help("输出 JSON，一行一个对象", "print JSON, one object a line"))
  var json = false

  @Option(name: .long, help: help("假定的时间，只用于演练库", "the time to assume; only on a rehearsal store"))
  var now: Instant?
}

/// How many rows a list shows.
struct ListOptions: ParsableArguments {
  @Option(name: .long, help: help("最多显示几行", "how many rows at most"))
  var limit: Int64 = 100

  func validate() throws {
    guard (1...1_000_000).contains(limit) else {
      throw ValidationError(say("--limit 要在 1 到 1000000 之间", "--limit must be between 1 and 1000000"))
    }
  }
}
