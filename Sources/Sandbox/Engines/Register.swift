/// How a text sounds: whom it addresses how, and what its tone adds.
struct Register {
  /// Whether it says `tu` and not `vous`.
  var isFamiliar = false
  /// Whether it jokes a little.
  var isHumorous = false
  /// Whether it encourages.
  var isInspiring = false
  /// Whether it wastes no word.
  var isDirect = false
  /// Whether it exclaims.
  var isLively = false

  /// Reads a tone as people describe it; what the topic says to its reader goes before.
  init(_ tone: String, topic: Topic) {
    let tone = Words.plain(tone)
    func says(_ stems: String...) -> Bool { stems.contains { tone.contains($0) } }
    isFamiliar =
      topic.isFamiliar ?? (says("casual", "decontract", "famili", "amical", "fun", "friendly", "complice"))
    isHumorous = says("humo", "drole", "funny", "iron", "decal", "fun")
    isInspiring = says("inspir", "motiv", "posit", "optimis", "encourag")
    isDirect = says("direct", "concis", "percutant", "sec", "franc", "blunt", "bold")
    isLively = says("dynami", "energ", "enthous", "enthus", "lively", "punch")
  }

  /// A sentence with the address that fits, of the two that `[vous êtes|tu es]` offers.
  func addressed(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      result += rest[..<open]
      let choices = rest[rest.index(after: open)..<close].split(
        separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
      result += isFamiliar ? choices.last ?? "" : choices.first ?? ""
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
