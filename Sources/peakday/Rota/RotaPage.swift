import Formats
import Rota
import Vocabulary

/// A rota as one page of HTML: everything in it, nothing from elsewhere, all text escaped.
enum RotaPage {
  static func html(_ sheet: RosterSheet, in language: Language) -> String {
    func say(_ zh: String, _ en: String) -> String { Message(zh: zh, en: en).text(in: language) }
    let roster = sheet.roster
    let title = say("排班 第 \(roster.version) 版", "Rota, version \(roster.version)")
    var body = "<h1>\(escaped(title))</h1>\n<table>\n<tr><th>\(escaped(say("姓名", "Name")))</th>"
    for day in roster.days { body += "<th>\(escaped("\(day.shortText) \(day.weekday.text(in: language))"))</th>" }
    body += "</tr>\n"
    for row in RosterText.grid(roster, sheet.shifts, names: sheet.agents.map(\.name)) {
      body += "<tr><th>\(escaped(row.name))</th>"
      body += row.cells.map { cell in
        "<td\(cell.en == "off" ? " class=\"off\"" : "")>\(escaped(cell.text(in: language)))</td>"
      }.joined()
      body += "</tr>\n"
    }
    body += "</table>\n"
    var day = ""
    for row in sheet.plan.picture(sheet.shifts).rows {
      if row.day != day {
        body += (day.isEmpty ? "" : "</table>\n") + "<h2>\(escaped(row.day))</h2>\n<table class=\"map\">\n<tr><th></th>"
        body += (0..<24).map { "<th colspan=\"2\">\($0)</th>" }.joined() + "</tr>\n"
        day = row.day
      }
      body += "<tr><th>\(escaped(Agent.name(ofSkill: row.skill).text(in: language)))</th>"
      for place in row.need.indices {
        let (need, missing) = (row.need[place], row.missing[place])
        let kind = need == 0 ? "none" : missing == 0 ? "met" : missing * 3 > need ? "bad" : "short"
        let hint = say("要 \(need)，缺 \(missing)", "\(need) needed, \(missing) missing")
        body += "<td class=\"\(kind)\" title=\"\(escaped(hint))\">\(missing > 0 ? String(missing) : "")</td>"
      }
      body += "</tr>\n"
    }
    if !day.isEmpty { body += "</table>\n" }
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8"><title>\(escaped(title))</title>
      <style>\(style)</style></head><body>
      \(body)</body></html>

      """
  }

  private static let style = """
    body{font:14px/1.5 system-ui,sans-serif;margin:2em}table{border-collapse:collapse;margin:0 0 1.5em}\
    th,td{border:1px solid #ccc;padding:2px 8px;text-align:center;white-space:nowrap}th{background:#f4f4f4}\
    .off{color:#aaa}.map td{width:14px;padding:2px 3px;font-size:11px}.met{background:#cfeccf}.short{background:#fbe3a8}\
    .bad{background:#f3a7a0}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}th{background:#222}\
    .map td{color:#111}.map td.none{background:#222}}
    """

  private static func escaped(_ text: String) -> String {
    TerminalText.safe(text).reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
  }
}
