import FoundationEssentials
public import Vocabulary

/// An instance and a rota as JSON, in the form that rota programs exchange: times in slots, names as they are.
public enum RotaFile {
  /// Reads an instance; `place` names it in messages.
  public static func problem(_ json: [UInt8], place: String) throws(Failure) -> RotaProblem {
    let file: InstanceFile = try decode(json, place)
    return try file.problem(place)
  }

  /// Reads a rota for a problem.
  public static func shifts(_ json: [UInt8], of problem: RotaProblem, place: String) throws(Failure) -> [RotaShift] {
    let file: SolutionFile = try decode(json, place)
    var shifts: [RotaShift] = []
    for item in file.shifts {
      guard let agent = problem.agents.firstIndex(where: { $0.id == item.agent }) else {
        throw fault(
          place, item.agent, Message(zh: "没有这个人：\(item.agent)", en: "nobody is called \(item.agent)"))
      }
      guard item.len > 0, item.start >= 0, item.start <= problem.slots, item.len <= problem.slots,
        item.breaks.allSatisfy({
          $0.count == 2 && (1...item.len).contains($0[1]) && $0[0] >= item.start
            && $0[0] - item.start <= item.len - $0[1]
        })
      else {
        throw fault(
          place, item.agent,
          Message(zh: "班次 \(item.start) 写得不对", en: "the shift at \(item.start) is malformed"))
      }
      shifts.append(
        RotaShift(
          agent: agent, start: item.start, length: item.len,
          breaks: item.breaks.map { $0[0]..<$0[0] + $0[1] }.sorted { $0.lowerBound < $1.lowerBound }))
    }
    let broken = problem.breaches(shifts)
    if let breach = broken.first {
      throw fault(
        place, breach.agent,
        Message(
          zh: "这份排班违反硬规则 \(breach.rule.rawValue)（共 \(broken.count) 处）",
          en: "this rota breaks the hard rule \(breach.rule.rawValue) (\(broken.count) breaches)"))
    }
    return shifts
  }

  /// Writes a rota, one line, shifts by agent and start.
  public static func json(_ shifts: [RotaShift], of problem: RotaProblem) throws -> [UInt8] {
    let items = shifts.sorted { ($0.agent, $0.start) < ($1.agent, $1.start) }.map { shift in
      SolutionFile.Shift(
        agent: problem.agents[shift.agent].id, start: shift.start, len: shift.length,
        breaks: shift.breaks.map { [$0.lowerBound, $0.count] })
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(SolutionFile(instance: problem.name, shifts: items))) + [UInt8(ascii: "\n")]
  }

  private static func decode<File: Decodable>(_ json: [UInt8], _ place: String) throws(Failure) -> File {
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(File.self, from: Data(json))
    } catch let error as DecodingError where !isNoJSON(error) {
      throw fault(place, path(error), Message(zh: "缺少这一项，或写得不对", en: "it is missing or malformed"))
    } catch {
      throw fault(place, nil, Message(zh: "不是 JSON", en: "this is not JSON"))
    }
  }

  static func fault(_ place: String, _ item: String?, _ message: Message) -> Failure {
    Failure(
      .usage, code: "rota_file_malformed", message, place: item.map { $0.isEmpty ? place : "\(place): \($0)" } ?? place,
      next: Message(zh: "改好文件再试", en: "mend the file and try again"))
  }

  /// The text itself is at fault, not an item of it.
  private static func isNoJSON(_ error: DecodingError) -> Bool {
    if case .dataCorrupted(let context) = error { context.codingPath.isEmpty } else { false }
  }

  private static func path(_ error: DecodingError) -> String {
    let (context, last): (DecodingError.Context, (any CodingKey)?) =
      switch error {
      case .keyNotFound(let key, let context): (context, key)
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): (context, nil)
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), nil)
      }
    let keys = context.codingPath + (last.map { [$0] } ?? [])
    return keys.reduce("") { path, key in
      if let place = key.intValue { return "\(path)[\(place)]" }
      return path.isEmpty ? fileName(key) : "\(path).\(fileName(key))"
    }
  }

  /// startStepSlots as the file has it: start_step_slots.
  private static func fileName(_ key: any CodingKey) -> String {
    key.stringValue.reduce("") { $0 + ($1.isUppercase ? "_" + $1.lowercased() : String($1)) }
  }
}

/// A rota: `{"instance": …, "shifts": [{"agent", "start", "len", "breaks": [[slot, len], …]}]}`.
private struct SolutionFile: Codable {
  struct Shift: Codable {
    let agent: String
    let start: Int
    let len: Int
    let breaks: [[Int]]
  }

  let instance: String
  let shifts: [Shift]
}
