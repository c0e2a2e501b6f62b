import Playbooks
public import Store
public import Vocabulary

/// The verbs of cases that people open and work on.
extension Cases {
  /// Opens a case and tells who has it. Refused where one of the kind is open about the same order.
  public static func open(_ request: CaseRequest, shop: String, _ change: Change) throws -> CaseOpened {
    let opened = try write(request, shop: shop, change)
    return opened.answer
  }

  /// The same, with the id for those who write more about it.
  static func write(
    _ request: CaseRequest, shop: String, _ change: Change
  ) throws -> (id: String, answer: CaseOpened) {
    let title = request.title
    guard (1...2_000).contains(title.utf8.count) else {
      throw Failure(
        .usage, code: "case_title",
        Message(zh: "--title 要写是什么事（1 到 2000 字节）", en: "--title says what is the matter (1 to 2000 bytes)"))
    }
    guard request.tag.utf8.count <= 64, (request.assignee ?? "").utf8.count <= 64 else {
      throw Failure(.usage, code: "case_word", Message(zh: "标签和姓名最多 64 字节", en: "tags and names take 64 bytes at most"))
    }
    if let follows = request.follows { _ = try existing(follows, shop: shop, lock: false, change.session) }
    let now = change.operation.at
    let route = try Routing.route(request.kind, tag: request.tag, change.session)
    let group = request.group ?? request.flow?.group ?? route.group
    let number = request.order == nil ? try CaseWorkRecords.nextNumber(request.kind, shop: shop, change.session) : nil
    let subject = number.map(String.init) ?? ""
    let cool = request.flow.flatMap { $0.coolDownMinutes == 0 ? nil : now.adding(minutes: $0.coolDownMinutes) }
    let about = request.order?.id ?? subject
    let new = NewCase(
      id: "\(change.operation.id):\(request.kind.rawValue):\(about)", kind: request.kind, shop: shop,
      order: request.order, subject: subject, number: number, title: title, tag: request.tag, group: group,
      assignee: request.assignee ?? (group == route.group ? route.owner : ""),
      due: request.due ?? (cool ?? now).adding(minutes: route.targetMinutes), coolUntil: cool,
      follows: request.follows?.description ?? "")
    let reference = CaseReference(kind: request.kind, about: about)
    guard try CaseWorkRecords.insert(new, change) else {
      if number != nil { throw StoreError.retry("somebody else took the number in between") }
      throw Failure(
        .refused, code: "case_is_open",
        Message(zh: "这个订单已有一个未了的\(request.kind.name.zh)", en: "this order has an open \(request.kind.name.en) already"),
        place: about,
        next: Message(
          zh: "记在那个里：peakday case note \(reference) 内容", en: "add to that one: peakday case note \(reference) TEXT"))
    }
    let steps = request.flow?.steps ?? []
    try CaseWorkRecords.insert(steps, of: new.id, change)
    try CaseWorkRecords.note(.opened, "", of: new.id, change)
    let answer = CaseOpened(
      reference: reference, group: new.group, assignee: new.assignee,
      channel: group == route.group ? route.channel : "",
      dueAt: new.due, coolUntil: new.coolUntil, steps: steps.map(\.text))
    return (new.id, answer)
  }

  /// Takes a case in hand. Refused when somebody has it already.
  public static func receive(_ reference: CaseReference, shop: String, _ change: Change) throws -> CaseMoved {
    let found = try requireOpen(reference, shop: shop, change)
    guard found.state.mayBecome(.received) else {
      throw Failure(
        .refused, code: "case_received",
        Message(zh: "\(found.receivedBy ?? "")已经接手", en: "\(found.receivedBy ?? "") has it already"),
        place: reference.description,
        next: Message(
          zh: "要换人：peakday case pass \(reference) --to 组 --person 姓名",
          en: "to change hands: peakday case pass \(reference) --to GROUP --person NAME"))
    }
    try CaseWorkRecords.receive(found.id, change)
    try CaseWorkRecords.note(.received, "", of: found.id, change)
    return try moved(reference, shop: shop, change)
  }

  /// Writes something down.
  public static func note(_ text: String, to reference: CaseReference, shop: String, _ change: Change) throws
    -> CaseMoved
  {
    let found = try requireOpen(reference, shop: shop, change)
    try CaseWorkRecords.note(.note, text, of: found.id, change)
    return try moved(reference, shop: shop, change)
  }

  /// Ticks a point of the checklist, or takes the tick back.
  public static func tick(
    _ number: Int64, of reference: CaseReference, undo: Bool, shop: String, _ change: Change
  ) throws -> CaseMoved {
    let found = try requireOpen(reference, shop: shop, change)
    let steps = try CaseWorkRecords.steps(found.id, change.session)
    guard let step = steps.first(where: { $0.number == number }) else {
      throw Failure(
        .usage, code: "unknown_step",
        Message(
          zh: "清单有 \(steps.count) 步，没有第 \(number) 步", en: "the checklist has \(steps.count) steps, none is \(number)"),
        place: reference.description, next: look(reference))
    }
    guard (step.doneAt != nil) == undo else {
      throw Failure(
        .refused, code: "step_state",
        undo
          ? Message(zh: "这一步还没做", en: "this step is not done")
          : Message(zh: "这一步做过了", en: "this step is done already"), place: "\(reference) \(number)",
        next: look(reference))
    }
    if undo {
      try CaseWorkRecords.untick(number, of: found.id, change)
    } else {
      try CaseWorkRecords.tick(number, of: found.id, change)
    }
    try CaseWorkRecords.note(undo ? .stepUndone : .step, "\(number)", of: found.id, change)
    return try moved(reference, shop: shop, change)
  }

  /// Passes a case on to a group, or to one person of it; who gets it has to receive it anew, within the group's time.
  public static func pass(
    _ reference: CaseReference, to group: WorkGroup, person: String, because reason: String, shop: String,
    _ change: Change
  ) throws -> CaseMoved {
    let found = try requireOpen(reference, shop: shop, change)
    let route = try Routing.route(found.kind, tag: found.tag, change.session)
    try CaseWorkRecords.pass(
      found.id, to: group, assignee: person, due: change.operation.at.adding(minutes: route.targetMinutes), change)
    try CaseWorkRecords.note(
      .passed, [group.rawValue, person, reason].filter { !$0.isEmpty }.joined(separator: " "), of: found.id, change)
    return try moved(reference, shop: shop, change)
  }

  /// Ends a case as done or failed. Refused while a step that is required is open, tempers have to cool, or a review has
  /// no root cause; a case that failed needs none of these, but a reason.
  public static func end(
    _ reference: CaseReference, as state: CaseState, result: String, shop: String, _ change: Change
  ) throws -> CaseMoved {
    let found = try requireOpen(reference, shop: shop, change)
    // A page may be gone, or have another name now: then no check ends its case.
    guard !found.kind.isKeptElsewhere || found.kind == .pageFault else { throw keptElsewhere(reference) }
    guard state == .failed || state == .done, !result.isEmpty, result.utf8.count <= 2_000 else {
      throw Failure(
        .usage, code: "case_result",
        Message(zh: "--result 要写结果（1 到 2000 字节）", en: "--result says what came of it (1 to 2000 bytes)"))
    }
    if state == .done { try refuseUnfinished(found, reference, change) }
    try CaseWorkRecords.end(found.id, as: state, result: result, change)
    try CaseWorkRecords.note(state == .done ? .done : .failed, result, of: found.id, change)
    return try moved(reference, shop: shop, change)
  }

  private static func refuseUnfinished(_ found: ShopCase, _ reference: CaseReference, _ change: Change) throws {
    if let until = found.coolUntil, until > change.operation.at {
      throw Failure(
        .refused, code: "case_cooling",
        Message(zh: "冷静期到 \(until.shopText)，之前不要下结论", en: "tempers have to cool until \(until.shopText)"),
        place: reference.description, next: look(reference))
    }
    if let step = try CaseWorkRecords.steps(found.id, change.session).first(where: {
      $0.doneAt == nil && !$0.isOptional
    }) {
      throw Failure(
        .refused, code: "steps_open",
        Message(zh: "第 \(step.number) 步还没做：\(step.text)", en: "step \(step.number) is not done: \(step.text)"),
        place: reference.description,
        next: Message(
          zh: "做完打勾：peakday case step \(reference) \(step.number)",
          en: "tick it when done: peakday case step \(reference) \(step.number)"))
    }
    if let review = try ReviewRecords.find(found.id, change.session), review.cause == nil {
      throw Failure(
        .refused, code: "review_without_cause", Message(zh: "还没定根因", en: "its root cause is not known"),
        place: reference.description,
        next: Message(
          zh: "定根因：peakday review cause \(reference.about) logistics|attitude|quality",
          en: "say it: peakday review cause \(reference.about) logistics|attitude|quality"))
    }
  }

  // MARK: What the verbs share

  /// The open case of a reference, locked.
  static func requireOpen(_ reference: CaseReference, shop: String, _ change: Change) throws -> ShopCase {
    let found = try existing(reference, shop: shop, lock: true, change.session)
    guard found.state.isEnd else { return found }
    throw Failure(
      .refused, code: "case_over",
      Message(
        zh: "\(found.closedAt?.shopText ?? "")由 \(found.closedBy ?? "") 结案（\(found.state.name.zh)）",
        en: "\(found.closedBy ?? "") ended it \(found.closedAt?.shopText ?? "") (\(found.state.name.en))"),
      place: reference.description, next: look(reference))
  }

  static func existing(
    _ reference: CaseReference, shop: String, lock: Bool, _ session: any Session
  ) throws -> ShopCase {
    guard let found = try CaseRecords.find(reference, shop: shop, lock: lock, session) else {
      throw Failure(
        .refused, code: "unknown_case", Message(zh: "没有这个案件", en: "there is no such case"),
        place: reference.description,
        next: Message(zh: "看有哪些：peakday case list", en: "see which there are: peakday case list"))
    }
    return found
  }

  static func moved(_ reference: CaseReference, shop: String, _ change: Change) throws -> CaseMoved {
    let found = try existing(reference, shop: shop, lock: false, change.session)
    return CaseMoved(
      reference: reference, state: found.state, group: found.ownerGroup, assignee: found.assignee, dueAt: found.dueAt,
      nextStep: try CaseWorkRecords.steps(found.id, change.session).first { $0.doneAt == nil && !$0.isOptional })
  }

  private static func look(_ reference: CaseReference) -> Message {
    Message(zh: "查看：peakday case show \(reference)", en: "look: peakday case show \(reference)")
  }

  private static func keptElsewhere(_ reference: CaseReference) -> Failure {
    let next =
      switch reference.kind {
      case .recall: "peakday recall done \(reference.about)"
      case .interception: "peakday recall done \(reference.about) --kind interception"
      case .compensation: "peakday compensation grant \(reference.about)"
      default: "peakday stock reconcile"
      }
    return Failure(
      .refused, code: "case_kept_elsewhere",
      Message(zh: "\(reference.kind.name.zh)不在这里结案", en: "a case of this kind does not end here"),
      place: reference.description, next: Message(zh: "用：\(next)", en: "use: \(next)"))
  }
}
