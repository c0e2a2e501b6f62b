import CSQLite
import Vocabulary

/// What kind of file system a store would lie on. SQLite's locks and shared memory do not work across a network.
enum FileSystem {
  /// `f_type` of statfs(2) → the name of a network or user-space file system (values of linux/magic.h and statfs(2)).
  static func networkName(type: Int) -> String? {
    switch UInt32(truncatingIfNeeded: type) {
    case 0x6969: "NFS"
    case 0x517B, 0xFF53_4D42, 0xFE53_4D42: "SMB/CIFS"
    case 0x0102_1997: "9p"
    case 0x6573_5546: "FUSE"
    case 0x00C3_6400: "Ceph"
    case 0x5346_414F, 0x6B41_4653: "AFS"
    case 0x0BD0_0BD0: "Lustre"
    case 0x0116_1970: "GFS2"
    case 0x7461_636F: "OCFS2"
    case 0x7375_7245: "Coda"
    case 0x2030_3130: "ncpfs"
    default: nil
    }
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func type(of path: String) -> Int? {
    let type = peakday_file_system_type(path)
    return type < 0 ? nil : type
  }

  /// Refuses a folder on a network file system, with a pointer to what to use instead.
  static func refuseNetwork(folder: String, typeOf: (String) -> Int? = FileSystem.type(of:)) throws {
    guard let type = typeOf(folder), let name = networkName(type: type) else { return }
    throw Failure(
      .storeUnavailable, code: "store_on_network",
      Message(
        zh: "店铺库放在网络文件系统（\(name)）上，多台机器同时写会丢数据",
        en: "the store lies on a network file system (\(name)), where machines writing together lose data"),
      place: folder,
      next: Message(
        zh: "放到本机磁盘；多台机器共用请换 PostgreSQL：--store postgresql://主机/库名",
        en: "use a local disk; for several machines use PostgreSQL: --store postgresql://HOST/DATABASE"))
  }
}
