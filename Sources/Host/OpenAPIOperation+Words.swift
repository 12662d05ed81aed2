import Values

/// The words of its command.
extension OpenAPIOperation {
  /// The words of the command that does `action`, of which no other command has taken any.
  func command(_ action: String, taken: inout Set<String>) -> String {
    var nouns = ownWords
    if let tag, !nouns.contains(where: { $0.hasPrefix(tag) }) { nouns.insert(tag, at: 0) }
    if nouns.isEmpty { nouns = ["root"] }
    let own = ownName
    let verb: String? =
      switch action {
      case "call" where isDeed && method == "post": nil
      case "call" where method == "post": own ?? "post"
      case "call" where !path.hasSuffix("}"): method == "put" ? "set" : "change"
      case "call", "update": method == "put" ? "replace" : "update"
      default: action
      }
    let words = (nouns + [verb].compactMap(\.self)).joined(separator: " ")
    let candidates = [words, own.map { "\(nouns[0]) \($0)" }].compactMap(\.self)
    if let free = candidates.first(where: { taken.insert($0).inserted }) { return free }
    var number = 2
    while !taken.insert("\(words)-\(number)").inserted { number += 1 }
    return "\(words)-\(number)"
  }

  var segments: [String] { path.split(separator: "/").map(String.init) }

  /// Whether its last word is something to be done: to a record as in `/pets/{id}/adopt`, or to many as in
  /// `/pets/count`, where nothing else is done at that path or below it.
  var isDeed: Bool {
    guard segments.count > 1, let last = segments.last, !last.hasPrefix("{") else { return false }
    if segments[segments.count - 2].hasPrefix("{") { return !last.hasSuffix("s") }
    return method == "post" && ownWords.count > 1 && document.isLeaf(path)
  }

  /// The words of the path that name something: neither holes nor what every path begins with.
  private var ownWords: [String] {
    segments.filter { !$0.contains("{") }.map(\.commandWord).filter { word in
      !word.isEmpty && word != "api" && !(word.hasPrefix("v") && word.dropFirst().allSatisfy(\.isNumber))
    }
  }

  /// The group that the document puts it in, without what a generator says of its own making.
  private var tag: String? {
    guard var tag = operation["tags"]?[0]?.string?.commandWord else { return nil }
    if tag.hasSuffix("-controller") { tag.removeLast("-controller".count) }
    return tag.isEmpty ? nil : tag
  }

  /// The operation's own name. Where a generator has appended path and method, they are taken off again.
  private var ownName: String? {
    guard let id = operation["operationId"]?.string else { return nil }
    let appended = "\(String(path.map { $0.isLetter || $0.isNumber ? $0 : "_" }))_\(method)"
    let name = (id.hasSuffix(appended) ? String(id.dropLast(appended.count)) : id).commandWord
    return name.isEmpty ? nil : name
  }
}
