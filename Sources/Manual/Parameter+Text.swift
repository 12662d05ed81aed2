import Catalog

extension Parameter {
  /// What stands for the value, such as `TEXT`; nil for a switch.
  var valueName: String? {
    if isSwitch { return nil }
    if let placeholder { return placeholder }
    switch kind {
    case .text: return allowed.isEmpty ? "TEXT" : "WORD"
    case .integer, .number: return "N"
    case .timestamp: return "TIME"
    case .span: return "SPAN"
    case .texts: return "LIST"
    case .json, .object, .records: return "JSON"
    case .id: return "ID"
    case .file: return "FILE"
    case .boolean, .flag: return nil
    }
  }

  /// The option without its value: `--price`, `--[no-]on-promotion`.
  var flagText: String { kind == .boolean ? "--[no-]\(option)" : "--\(option)" }

  /// The option as a line of help shows it: `-o, --output FORM`, long options under each other.
  var optionText: String {
    let long = valueName.map { "\(flagText) \($0)" } ?? flagText
    return short.map { "-\($0), \(long)" } ?? "    \(long)"
  }

  /// The option as short as can be, not to be broken: `-o FORM`, `--json`.
  var briefText: String {
    let name = short.map { "-\($0)" } ?? flagText
    return valueName.map { "\(name)\(TextFlow.fixedSpace)\($0)" } ?? name
  }

  /// The argument in a line of usage: `<promptId>...`, `[<FILE>]`.
  var usageText: String {
    let name = "<\(name)>" + (isRepeatable ? "..." : "")
    return isRequired ? name : "[\(name)]"
  }

  /// What it is, and in brackets what a value may be.
  var explanation: String { facts.isEmpty ? help : "\(help) (\(facts.joined(separator: "; ")))" }

  private var facts: [String] {
    var facts: [String] = []
    if isRequired { facts.append("required") }
    if let unit { facts.append("in \(unit)") }
    if let rangeText { facts.append(rangeText) }
    if let lengthText { facts.append(lengthText) }
    if isSecret { facts.append("@FILE, @- or asked for; never in the line") }
    if kind == .records { facts.append("each with \(parts.map(\.name).joined(separator: ", "))") }
    if !allowed.isEmpty { facts.append(allowed.joined(separator: ", ")) }
    if kind == .texts {
      let file = isReadFromFiles ? "; @FILE reads one a line" : ""
      facts.append("separated by commas, or given several times\(file)")
    } else if isRepeatable {
      facts.append("may be given several times")
    }
    if let fallback { facts.append("default \(fallback)") }
    return facts
  }

  /// The numbers allowed; an end that only keeps numbers sane is not told.
  private var rangeText: String? {
    guard let range else { return nil }
    let least = Parameter.text(range.lowerBound)
    return range.upperBound >= 1e9 ? "at least \(least)" : "\(least) to \(Parameter.text(range.upperBound))"
  }

  /// How long a text, a list or a file may be.
  private var lengthText: String? {
    guard let length, length.upperBound < Int.max else { return nil }
    switch kind {
    case .file: return "at most \(length.upperBound >> 20) MiB"
    case .texts, .records, .json: return "at most \(length.upperBound) of them"
    default: return "at most \(length.upperBound) characters"
    }
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

extension RateLimit {
  /// `10 write requests in 1m`.
  var text: String { "\(count) \(rate.name) requests in \(window.text)" }
}
