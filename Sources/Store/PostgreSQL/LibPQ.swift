import CPostgreSQL
import Glibc
import Vocabulary

/// The functions of libpq that we use, looked up when the first postgresql:// store is opened: a shop on SQLite needs
/// no libpq on its machine, and linking it would cost every start about 4 ms.
struct LibPQ: @unchecked Sendable {  // Function addresses; written once, before anyone else can see them.
  typealias Connection = OpaquePointer
  typealias Result = OpaquePointer
  typealias Strings = UnsafePointer<UnsafePointer<CChar>?>
  typealias NoticeReceiver = @convention(c) (UnsafeMutableRawPointer?, Result?) -> Void

  let connect: @convention(c) (Strings, Strings, Int32) -> Connection?
  let finish: @convention(c) (Connection?) -> Void
  let status: @convention(c) (Connection?) -> ConnStatusType
  let serverVersion: @convention(c) (Connection?) -> Int32
  let errorMessage: @convention(c) (Connection?) -> UnsafePointer<CChar>
  let setNoticeReceiver: @convention(c) (Connection?, NoticeReceiver, UnsafeMutableRawPointer?) -> NoticeReceiver?
  let execute: @convention(c) (Connection?, UnsafePointer<CChar>) -> Result?
  let executeParameters:
    @convention(c) (
      Connection?, UnsafePointer<CChar>, Int32, UnsafePointer<Oid>?, Strings?, UnsafePointer<Int32>?,
      UnsafePointer<Int32>?, Int32
    ) -> Result?
  let prepare:
    @convention(c) (Connection?, UnsafePointer<CChar>, UnsafePointer<CChar>, Int32, UnsafePointer<Oid>?) -> Result?
  let executePrepared:
    @convention(c) (
      Connection?, UnsafePointer<CChar>, Int32, Strings?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
    ) -> Result?
  let resultStatus: @convention(c) (Result?) -> ExecStatusType
  let resultField: @convention(c) (Result?, Int32) -> UnsafePointer<CChar>?
  let commandStatus: @convention(c) (Result?) -> UnsafePointer<CChar>
  let commandTuples: @convention(c) (Result?) -> UnsafePointer<CChar>
  let rowCount: @convention(c) (Result?) -> Int32
  let columnCount: @convention(c) (Result?) -> Int32
  let isNull: @convention(c) (Result?, Int32, Int32) -> Int32
  let value: @convention(c) (Result?, Int32, Int32) -> UnsafePointer<CChar>
  let length: @convention(c) (Result?, Int32, Int32) -> Int32
  let clear: @convention(c) (Result?) -> Void
  let socket: @convention(c) (Connection?) -> Int32
  let consumeInput: @convention(c) (Connection?) -> Int32
  let notification: @convention(c) (Connection?) -> UnsafeMutablePointer<pgNotify>?
  let freeMemory: @convention(c) (UnsafeMutableRawPointer?) -> Void

  static let shared: Swift.Result<LibPQ, Failure> = Swift.Result { () throws(Failure) in try LibPQ() }

  private init() throws(Failure) {
    guard let library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL) else {
      throw Failure(
        .storeUnavailable, code: "libpq_missing",
        Message(zh: "本机没有 PostgreSQL 客户端库 libpq", en: "this machine has no PostgreSQL client library (libpq)"),
        next: Message(zh: "安装：apt-get install libpq5", en: "install it: apt-get install libpq5"))
    }
    func find<Function>(_ name: String) throws(Failure) -> Function {
      guard let address = dlsym(library, name) else {
        throw Failure(.internal, code: "libpq_symbol", Message(zh: "libpq 缺少 \(name)", en: "libpq has no \(name)"))
      }
      return unsafeBitCast(address, to: Function.self)
    }
    connect = try find("PQconnectdbParams")
    finish = try find("PQfinish")
    status = try find("PQstatus")
    serverVersion = try find("PQserverVersion")
    errorMessage = try find("PQerrorMessage")
    setNoticeReceiver = try find("PQsetNoticeReceiver")
    execute = try find("PQexec")
    executeParameters = try find("PQexecParams")
    prepare = try find("PQprepare")
    executePrepared = try find("PQexecPrepared")
    resultStatus = try find("PQresultStatus")
    resultField = try find("PQresultErrorField")
    commandStatus = try find("PQcmdStatus")
    commandTuples = try find("PQcmdTuples")
    rowCount = try find("PQntuples")
    columnCount = try find("PQnfields")
    isNull = try find("PQgetisnull")
    value = try find("PQgetvalue")
    length = try find("PQgetlength")
    clear = try find("PQclear")
    socket = try find("PQsocket")
    consumeInput = try find("PQconsumeInput")
    notification = try find("PQnotifies")
    freeMemory = try find("PQfreemem")
  }
}
