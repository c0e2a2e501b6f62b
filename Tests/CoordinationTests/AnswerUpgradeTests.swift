import Reception
import TestSupport
import Testing
import Vocabulary

@testable import Coordination
@testable import Store

/// Answers from before they knew for which version of their activity they were reviewed.
@Suite struct AnswerUpgradeTests {
  @Test("an answer of schema 21 stands for the version that was in force at its review", arguments: TestStore.engines)
  func upgrade(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    let now = Moments.midnight.milliseconds
    func answer(_ number: Int, _ activity: String, _ state: String) -> String {
      let (review, publish) = (
        state == "candidate" ? "NULL" : "'OLD-WORK'", state == "published" ? "'OLD-WORK'" : "NULL"
      )
      return """
        INSERT INTO faq (shop, number, question, answer, sku, activity, state, proposed_by, changed_at, operation_id,
          review_operation_id, publish_operation_id)
        VALUES ('店铺甲', \(number), '问', '答', '', '\(activity)', '\(state)', '王芳', \(now), 'OLD-WORK', \(review), \(publish))
        """
    }
    let versions = [(2, now - 1), (3, now), (4, now + 1)].map { number, effective in
      """
      INSERT INTO activity_version (shop, activity, number, effective_at, fields, note, at, actor, operation_id)
      VALUES ('店铺甲', 'm', \(number), \(effective), '{}', '', \(now), '王芳', 'OLD-WORK')
      """
    }
    try UpgradeTests().populate(
      place, 21,
      adding: versions + [
        answer(1, "m", "published"), answer(2, "n", "reviewed"), answer(3, "m", "candidate"),
        answer(4, "", "published"),
      ])
    let store = try place.create(follow: Consequences.follow)
    let found = try store.read { try CommonQuestions.list(shop: House.shop, state: nil, limit: 9, $0) }
    #expect(found.map(\.number) == [4, 3, 2, 1] && found.map(\.activityVersion) == [nil, nil, 1, 3])
  }
}
