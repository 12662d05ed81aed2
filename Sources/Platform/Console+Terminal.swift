extension Console {
  /// The width for tables and progress: `--columns`, else `COLUMNS`, else the terminal's, else 80.
  public var columns: Int {
    if let columnsChoice { return columnsChoice }
    if let text = environment.nonEmpty("COLUMNS"), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let columns = Int(text), columns > 0
    {
      return columns
    }
    return answer.stream.windowSize?.columns ?? error.windowSize?.columns ?? 80
  }

  /// The height of the terminal, 24 where it is unknown.
  public var rows: Int {
    guard let rows = answer.stream.windowSize?.rows, rows > 0 else { return 24 }
    return rows
  }

  /// Whether the answer may have colours.
  public var colorsOutput: Bool { colors(isTerminal: outputIsTerminal) }

  /// Whether messages may have colours.
  public var colorsError: Bool { colors(isTerminal: errorIsTerminal) }

  /// The option, then `NO_COLOR`, then `FORCE_COLOR` or `CLICOLOR_FORCE`, then `CLICOLOR=0`, then a terminal
  /// that can; an empty variable counts as unset (no-color.org, bixense.com/clicolors).
  private func colors(isTerminal: Bool) -> Bool {
    switch colorChoice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if environment.nonEmpty("NO_COLOR") != nil { return false }
    for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
      if let value = environment.nonEmpty(name), value != "0" { return true }
    }
    return environment["CLICOLOR"] != "0" && isTerminal && !isDumb
  }

  /// Whether the terminal cannot move its cursor.
  public var isDumb: Bool { environment.nonEmpty("TERM").map { $0 == "dumb" } ?? true }

  /// Whether blocks and lines can be shown: in a UTF-8 locale, on no dumb terminal, where nobody asked for plain lines.
  public var drawsBlocks: Bool {
    guard !isAccessible, environment["TERM"] != "dumb" else { return false }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { self.environment.nonEmpty($0) }.first ?? ""
    return ["utf-8", "utf8"].contains { locale.lowercased().hasSuffix($0) }
  }

  /// Whether the person asked for plain lines in place of anything drawn (`SP_ACCESSIBLE`, `ACCESSIBLE`).
  public var isAccessible: Bool { environment.isOn("SP_ACCESSIBLE") || environment.isOn("ACCESSIBLE") }
}

/// A look from the 16 colours every terminal theme sets itself; never the only carrier of a meaning.
public struct TextStyle: Sendable, Hashable {
  private let code: String

  private init(_ code: String) { self.code = code }

  /// Bold.
  public static let bold = TextStyle("1")
  /// Faint.
  public static let dim = TextStyle("2")
  /// Underlined.
  public static let underline = TextStyle("4")
  /// Red, for errors.
  public static let red = TextStyle("31")
  /// Green, for success.
  public static let green = TextStyle("32")
  /// Yellow, for warnings.
  public static let yellow = TextStyle("33")
  /// Blue.
  public static let blue = TextStyle("34")
  /// Magenta.
  public static let magenta = TextStyle("35")
  /// Cyan, for what can be typed.
  public static let cyan = TextStyle("36")

  /// The text in this look where `isOn`, else as it is.
  public func paint(_ text: String, if isOn: Bool) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
