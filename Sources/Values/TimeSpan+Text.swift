extension TimeSpan {
  /// Units by name and length, the longest first.
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]

  /// Reads `20m`, `1h30m`, `1h 30m`, `3d`, `2w`, `500ms`, `1.5s`, or `90` for seconds.
  ///
  /// Units come from long to short, each once; nil for anything else, also for what does not fit.
  public init?(_ text: String) {
    var rest = Substring(text)
    var total: Int64 = 0
    var longest = Int64.max
    repeat {
      guard let number = Self.takeNumber(&rest) else { return nil }
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      let isBare = name.isEmpty && longest == .max && rest.isEmpty
      guard let unit = isBare ? 1000 : Self.units.first(where: { $0.name == name })?.milliseconds,
        unit < longest, let length = number.scaled(by: unit)
      else { return nil }
      longest = unit
      let (sum, overflow) = total.addingReportingOverflow(length)
      guard !overflow else { return nil }
      total = sum
      if rest.first == " " {
        rest = rest.dropFirst()
        guard !rest.isEmpty else { return nil }
      }
    } while !rest.isEmpty
    milliseconds = total
  }

  /// The one or two units that matter to a person: `1h 5m`, `3d`, `1.5s`, `250ms`.
  public var text: String {
    if milliseconds < 0 { return "-" + TimeSpan(milliseconds: -max(milliseconds, .min + 1)).text }
    if milliseconds < 1000 { return milliseconds == 0 ? "0s" : "\(milliseconds)ms" }
    if milliseconds < 10_000, milliseconds % 1000 >= 100 {
      return "\(milliseconds / 1000).\(milliseconds % 1000 / 100)s"
    }
    let units = Self.units.filter { $0.name != "w" }
    guard let large = units.firstIndex(where: { milliseconds >= $0.milliseconds }) else { return "0s" }
    let whole = "\(milliseconds / units[large].milliseconds)\(units[large].name)"
    guard large + 1 < units.count, units[large + 1].name != "ms" else { return whole }
    let rest = milliseconds % units[large].milliseconds / units[large + 1].milliseconds
    return rest == 0 ? whole : "\(whole) \(rest)\(units[large + 1].name)"
  }

  /// A decimal number without sign or exponent.
  private struct Decimal {
    var whole: Int64
    var fraction: Substring

    func scaled(by unit: Int64) -> Int64? {
      let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
      guard !overflow else { return nil }
      var rest: Int64 = 0
      var scale = unit
      for digit in fraction.utf8.prefix(9) {
        rest += Int64(digit - ASCII.zero) * scale / 10
        scale /= 10
      }
      let (sum, isTooMuch) = product.addingReportingOverflow(rest)
      return isTooMuch ? nil : sum
    }
  }

  private static func takeNumber(_ text: inout Substring) -> Decimal? {
    let digits = takeDigits(&text)
    guard let whole = Int64(digits) else { return nil }
    guard text.first == "." else { return Decimal(whole: whole, fraction: "") }
    text = text.dropFirst()
    let fraction = takeDigits(&text)
    return fraction.isEmpty ? nil : Decimal(whole: whole, fraction: fraction)
  }

  private static func takeDigits(_ text: inout Substring) -> Substring {
    let digits = text.prefix { $0 >= "0" && $0 <= "9" && $0.isASCII }
    text = text.dropFirst(digits.count)
    return digits
  }
}
