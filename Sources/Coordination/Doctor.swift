import Cases
import Orders
import Playbooks
public import Store
public import Vocabulary

/// Everything that `doctor` looks at, the store's own health first.
public enum Doctor {
  public static func examine(_ store: Store, now: Instant) throws -> [Diagnosis] {
    let (version, gates, unfinished, miscounted, set) = try store.read { session in
      let version = try Setup.playbookVersion(session)
      return (
        version, try Setup.enabledGates(session), try OrderQuestions.countUnfinishedImports(session),
        try Holds.miscounted(session).count, try PlaybookRecords.files(of: version, session)
      )
    }
    return try store.diagnose() + [
      Diagnosis(
        "playbooks", isGood: version > 0 && !gates.isEmpty,
        Message(
          zh: "玩法手册版本 \(version)，关口 \(gates.joined(separator: "、"))",
          en: "playbook version \(version), gates \(gates.joined(separator: ", "))")),
      filesLacking(set),
      Diagnosis(
        "imports", isGood: unfinished == 0,
        unfinished == 0
          ? Message(zh: "没有未完成的导入", en: "no unfinished imports")
          : Message(
            zh: "\(unfinished) 个导入没完成：重新执行同一条导入命令",
            en: "\(unfinished) unfinished imports: run the same import command again")),
      Diagnosis(
        "open_holds", isGood: miscounted == 0,
        miscounted == 0
          ? Message(zh: "挂起计数相符", en: "the counts of open holds are right")
          : Message(zh: "\(miscounted) 个订单的挂起计数不符", en: "\(miscounted) orders have a wrong count of open holds")),
      Diagnosis(
        "rehearsal",
        store.settings.isRehearsal
          ? Message(zh: "这是演练库", en: "this is a rehearsal store") : Message(zh: "这是正式库", en: "this is a real store")),
    ]
  }

  /// Playbooks that a newer program brought and the shop's own set does not have: some commands find nothing, and others
  /// go by what is shipped.
  private static func filesLacking(_ set: PlaybookSet) -> Diagnosis {
    let lacking = set.lacking
    guard let first = lacking.first else {
      return Diagnosis("playbook_files", Message(zh: "手册文件齐全", en: "no file of the playbooks is missing"))
    }
    let next = PlaybookSet.copied(lacking.count == 1 ? first : "…")
    return Diagnosis(
      "playbook_files", isGood: set.lackingRequired.isEmpty,
      Message(
        zh: "手册里没有程序自带的 \(lacking.joined(separator: "、"))：\(next.zh)",
        en: "the playbooks lack what came with the program: \(lacking.joined(separator: ", ")): \(next.en)"))
  }
}
