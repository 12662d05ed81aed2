import Platform
import Testing
import Values

/// One row of a table of failures: what is done, what it ends with, and what is said.
struct Refused: Sendable, CustomTestStringConvertible {
  /// The words after `sp`, apart by spaces; a no-break space is one within a word, `FILE` stands for the file.
  let words: String
  /// What the exit code is.
  let status: Int32
  /// A part of the message.
  let message: String
  /// A part of the hint.
  let hint: String
  /// The name and the content of a file in the home.
  let file: (name: String, content: [UInt8])?

  init(_ words: String, _ message: String, _ hint: String = "") { self.init(words, 2, message, hint) }

  init(_ words: String, _ status: Int32, _ message: String, _ hint: String = "") {
    (self.words, self.status, self.message, self.hint, file) = (words, status, message, hint, nil)
  }

  init(
    _ words: String, file name: String, _ content: String, status: Int32 = 2, _ message: String,
    _ hint: String = ""
  ) {
    (self.words, self.status, self.message, self.hint) = (words, status, message, hint)
    // A Latin-1 character stands for one byte.
    file = (name, content.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
  }

  var testDescription: String { "sp \(words)" }

  /// Does it, and checks what came of it; the answer stays empty.
  func check(_ sp: Sp, environment: [String: String] = [:]) throws {
    if let file { try Files.writePrivate(file.content, to: path(sp)) }
    let line = words.split(separator: " ").map { (word: Substring) -> String in
      String(word).replacing("\u{A0}", with: " ").replacing("FILE", with: path(sp))
    }
    let outcome = try sp(line, environment: environment)
    #expect(outcome.output == "", "\(words)")
    try Refused.check(outcome, status, message, hint, words)
  }

  /// Checks that an outcome is a failure told as scripts expect it: one line of JSON, the last on standard error.
  static func check(
    _ outcome: Sp.Outcome, _ status: Int32, _ message: String, _ hint: String = "", _ words: String = ""
  ) throws {
    #expect(outcome.status == status, "\(words): \(outcome.error)")
    let line = outcome.error.split(separator: "\n").last.map(String.init) ?? ""
    let error = (try? JSON.parse(line))?["error"]
    #expect(error?["kind"]?.string == kinds[status], "\(words): \(outcome.error)")
    #expect(error?["message"]?.string?.contains(message) == true, "\(words): \(line)")
    #expect(hint.isEmpty || error?["hint"]?.string?.contains(hint) == true, "\(words): \(line)")
    #expect(!outcome.error.contains("Fatal error"), "\(outcome.error)")
  }

  private static let kinds: [Int32: String] = [
    1: "other", 2: "usage", 3: "not_found", 4: "authentication", 5: "temporary", 6: "refused", 7: "partial",
    8: "unfinished", 9: "not_cached", 10: "time_budget", 130: "interrupted",
  ]

  private func path(_ sp: Sp) -> String { "\(sp.home.path)/\(file?.name ?? "missing.csv")" }
}
