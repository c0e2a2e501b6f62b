public import Vocabulary

/// Everything a person can ask of the store.
public enum Action: String, Sendable, CaseIterable {
  case initialise
  case look
  case importOrders
  case importParcels
  case addRemark
  case addHold
  case liftHold
  case approve
  /// Lists for the ERP: what is on one is not on the next.
  case takeList
  case passGate
  case closeCase
  /// Need something from another group, and work on what others need.
  case openCase
  case workCase
  /// Agree to a buyer's claim, or refuse it.
  case decideClaim
  /// Note broken rules, and judge the chats of others.
  case noteViolation
  case spotCheck
  /// Check pages, which opens cases, and freeze how they read; let a fault stand for a while.
  case checkPages
  case waivePage
  /// Sign what only people can know before the event.
  case signReady
  case publishPlaybooks
  case reclassify
  /// Say where an order should go, and decide about it.
  case proposeAddress
  case decideAddress
  /// See a full address; each look is noted.
  case revealAddress
  case makePromise
  case decidePromise
  /// Ask a second person to let a hold go, and be that person.
  case askOverride
  case agreeOverride
  /// Say that money should go back, and what came of asking the buyer.
  case queueRefund
  case chaseRefund
  /// Agree to amounts, send the money, and note what came of it.
  case approveRefund
  case payRefund
  case closeDay
  /// What the warehouse works from.
  case takePickList
  /// Receive, adjust and count goods; take in what pages and warehouses show.
  case moveStock
  /// Open and end cases of stock that is unclear, and write what goes onto the pages.
  case publishStock
  /// Who serves, under which accounts, with which contract.
  case manageAgents
  /// Make rotas, publish them, and repair them when somebody is absent.
  case makeRota
  /// Swap, drop and take shifts: an agent only their own.
  case moveShift
  /// Clock in and out: an agent only themselves.
  case clock
  /// Open and sign what one shift leaves to the next.
  case handOver
  /// Say a script to a buyer, and propose a common question.
  case useScript
  /// The team phrases that agents paste from.
  case takePhrases
  /// Review and publish common questions.
  case curateAnswers
  /// Give a buyer who bargains a little, or refuse by a rule.
  case concede
  /// Change activities, and tell everybody of it.
  case changeActivity
  case sendBroadcast
  /// Say that one has read; only for oneself.
  case acknowledge
  /// Remind, escalate, and let the robots speak.
  case pollBroadcasts
  /// Assign courses, take in results from elsewhere, end passes.
  case manageTraining
  case takeExam
  /// The key to personal data, how long it is kept, and its end.
  case managePersonalData
  case settle
  case audit
}

/// Who may do what. Denied unless it stands here; a test walks the whole table.
///
/// On a SQLite file roles are advisory: whoever can write the file can write it with another program too.
public enum Permissions {
  static let table: [Action: Set<Role>] = [
    .initialise: [.lead, .admin],
    .look: Set(Role.allCases),
    .importOrders: [.lead, .reviewer, .operations, .admin],
    .importParcels: [.lead, .reviewer, .operations, .warehouse, .admin],
    .addRemark: [.lead, .agent, .reviewer, .warehouse, .finance],
    .addHold: [.lead, .agent, .reviewer, .warehouse, .finance, .operations],
    .liftHold: [.lead, .agent, .reviewer, .finance],
    .approve: [.lead, .reviewer],
    .takeList: [.lead, .agent, .warehouse, .reviewer, .operations],
    .passGate: [.lead, .warehouse, .reviewer],
    .closeCase: [.lead, .warehouse],
    .openCase: Set(Role.allCases).subtracting([.admin]),
    .workCase: Set(Role.allCases).subtracting([.admin, .analyst]),
    .decideClaim: [.lead, .finance],
    .noteViolation: [.lead, .operations, .finance],
    .spotCheck: [.lead],
    .checkPages: [.lead, .operations],
    .waivePage: [.lead, .operations],
    .signReady: [.lead, .admin],
    .publishPlaybooks: [.lead, .operations, .admin],
    .reclassify: [.lead, .reviewer, .operations],
    .proposeAddress: [.lead, .agent, .reviewer],
    .decideAddress: [.lead, .reviewer],
    .revealAddress: [.lead, .agent, .warehouse],
    .makePromise: [.lead, .agent, .reviewer],
    .decidePromise: [.lead, .agent, .warehouse, .reviewer, .finance],
    .askOverride: [.lead, .agent, .reviewer, .warehouse, .finance],
    .agreeOverride: [.lead, .reviewer],
    .queueRefund: [.lead, .agent, .finance],
    .chaseRefund: [.lead, .agent, .finance],
    .approveRefund: [.lead, .finance],
    .payRefund: [.lead, .finance],
    .closeDay: [.lead, .finance, .operations, .analyst],
    .takePickList: [.lead, .warehouse, .reviewer],
    .moveStock: [.lead, .warehouse, .operations, .admin],
    .publishStock: [.lead, .warehouse, .operations],
    .manageAgents: [.lead, .admin],
    .makeRota: [.lead],
    .moveShift: [.lead, .agent],
    .clock: [.lead, .agent, .warehouse, .reviewer, .operations, .finance],
    .handOver: [.lead, .agent, .warehouse, .reviewer, .finance],
    .useScript: [.lead, .agent, .reviewer, .operations, .finance],
    .takePhrases: [.lead, .agent, .operations],
    .curateAnswers: [.lead, .operations],
    .concede: [.lead, .agent],
    .changeActivity: [.lead, .operations],
    .sendBroadcast: [.lead, .operations],
    .acknowledge: Set(Role.allCases).subtracting([.analyst]),
    .pollBroadcasts: [.lead, .operations, .admin],
    .manageTraining: [.lead, .admin],
    .takeExam: Set(Role.allCases).subtracting([.analyst]),
    .managePersonalData: [.lead, .admin],
    .settle: Set(Role.allCases).subtracting([.analyst]),
    .audit: [.lead, .analyst, .finance, .admin],
  ]

  public static func allows(_ role: Role, _ action: Action) -> Bool {
    table[action, default: []].contains(role)
  }

  /// Throws a refusal that names the roles that may.
  public static func require(_ role: Role, _ action: Action) throws {
    guard !allows(role, action) else { return }
    let able = Role.allCases.filter { allows($0, action) }
    throw Failure(
      .refused, code: "role_may_not",
      Message(
        zh: "\(role.name.zh)（\(role.rawValue)）不能做这件事；可以的有：\(able.map(\.name.zh).joined(separator: "、"))",
        en: "the role \(role.rawValue) may not do this; these may: \(able.map(\.rawValue).joined(separator: ", "))"),
      next: Message(
        zh: "换一个角色：--role \(able.first?.rawValue ?? "")", en: "use another role: --role \(able.first?.rawValue ?? "")"))
  }
}
