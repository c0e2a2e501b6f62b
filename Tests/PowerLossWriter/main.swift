import Glibc
import Store
import TestSupport
import Vocabulary

// A small writer that tests start as a process of its own:
//   create PATH              makes a store and says `created` or `present`
//   write PATH COUNT PREFIX  performs COUNT operations; prints `RECEIPT id head` after each
//   write-normal …           the same with synchronous=NORMAL: the mutant that loses acknowledged work
//   hold PATH                says `holding` inside a write transaction and stays there
// A checkpoint comes after few pages here, so that a short run sees several.

/// One system call a line: the trace shows what had been written when a receipt was given.
func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = Glibc.write(1, bytes, bytes.count)
}

func open(_ path: String, isMutant: Bool = false) throws -> Store {
  var settings = SQLiteDatabase.Settings()
  settings.checkpointPages = 40
  if isMutant { settings.synchronous = "PRAGMA synchronous=NORMAL" }
  return try Store.open(.file(path: path), sqlite: settings, follow: TestStore.unhandled)
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
  say("usage: create PATH | write PATH COUNT PREFIX | write-normal PATH COUNT PREFIX | hold PATH")
  exit(64)
}
let path = arguments[2]
switch arguments[1] {
case "create":
  var random = SplitMix64(seed: UInt64(getpid()))
  let (_, created) = try Store.create(
    .file(path: path), isRehearsal: false, now: Moments.opening, random: &random, follow: TestStore.unhandled)
  say(created ? "created" : "present")
case "write", "write-normal":
  let store = try open(path, isMutant: arguments[1] == "write-normal")
  for number in 0..<(Int(arguments[3]) ?? 0) {
    let receipt = try store.perform(try operation("\(arguments[4])\(number)", ["number": "\(number)"])) { change in
      // Rows of different lengths, so that the log's frames and the file's pages do not line up.
      try change.session.run(
        "INSERT INTO store_setting (name, value) VALUES ($1, $2)",
        [.text(change.operation.id.text), .text(String(repeating: "值", count: number * 37 % 1_500))])
      return number
    }
    say("RECEIPT \(receipt.operation) \(receipt.head.text)")
  }
case "hold":
  try open(path).database.write { _ in
    say("holding")
    sleep(600)
  }
default: exit(64)
}
