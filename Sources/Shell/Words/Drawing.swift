import Engine
import Values

extension ShellCommand {
  /// `chart`: a number of the last list's records as a picture in characters.
  static let chart = ShellCommand.row(
    "chart", "[NAME] NUMBER",
    "Draw the field NUMBER of the last list, a bar a record or, where NAME is a moment, along time"
  ) { (shell, words) throws(Failure) in
    let texts = try shell.expansion.texts(words)
    guard let number = texts.last, texts.count <= 2 else {
      throw .usage(
        "chart takes a field with numbers, and before it perhaps one to go by", hint: "chart sales")
    }
    guard let list = shell.results.last, !list.records.isEmpty else {
      throw .usage("there is no list yet to draw", hint: "list something first")
    }
    let name = texts.count == 2 ? texts[0] : list.name(of: list.records)
    try list.records.check([name, number])
    guard let output = try shell.output(of: list.name) else { return 0 }
    let isDrawn = try Failure.local { try output.draw(list.records, x: name, y: number, of: list.name) }
    guard isDrawn else {
      throw .usage("'\(number)' holds no numbers to draw", hint: "chart takes a field with numbers")
    }
    return 0
  }
}

extension Results.Rows {
  /// The field that records go by: the one people know them by, as far as they have it.
  fileprivate func name(of records: [JSON]) -> String {
    let names = [label, id].compactMap(\.self)
    return names.first { name in records.contains { $0.value(at: name) != nil } }
      ?? records.first?.object?.keys.first ?? "id"
  }
}
