/// Writes texts to order.
public protocol TextEngine {
  /// Writes what was ordered, never longer than allowed; throws when it cannot.
  func write(_ order: TextOrder) throws(TextFailure) -> WrittenText
}

/// A text, who wrote it, and what it cost.
public struct WrittenText: Sendable {
  /// The text.
  public var text: String
  /// Who wrote it: `local`, or the name of a model.
  public var engine: String
  /// How many tokens the order had.
  public var input: Int
  /// How many tokens the text has.
  public var output: Int

  /// Puts a text and its account together.
  public init(_ text: String, engine: String, input: Int, output: Int) {
    self.text = text
    self.engine = engine
    self.input = input
    self.output = output
  }

  /// About how many tokens a text has, where nobody counts: four characters make one.
  public static func tokens(in text: String) -> Int { (text.utf16.count + 3) / 4 }
}

/// Why a text was not written.
public struct TextFailure: Error, Sendable, CustomStringConvertible {
  /// What went wrong, for people.
  public let description: String

  /// Tells what went wrong.
  public init(_ description: String) { self.description = description }
}
