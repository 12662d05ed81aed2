import Catalog
import Engine
import Testing
import Values

/// Texts become JSON values of a parameter's kind, or a failure that says what is wanted.
@Suite struct ParameterReadingTests {
  /// A parameter, a text for it, and the JSON it means or the failure's message.
  typealias Row = (parameter: Parameter, text: String, outcome: String)

  static let rows: [Row] = texts + numbers + moments + lists + documents

  @Test(arguments: rows) func value(_ row: Row) {
    do throws(Failure) {
      let value = try row.parameter.value(of: row.text, as: "--x")
      #expect(value.text() == row.outcome)
      #expect(throws: Never.self) { try row.parameter.check(row.text, as: "--x") }
    } catch {
      #expect(error.kind == .usage)
      #expect([error.message, error.hint].compactMap(\.self).joined(separator: "; ") == row.outcome)
    }
  }

  private static let text = Parameter.text("x", "X")
  private static let size = Parameter.text("x", "X", allowed: ["small", "large"])
  private static let price = Parameter.number("x", "X", in: 0...1e6)
  private static let share = Parameter.number("x", "X", in: 0...100)
  private static let count = Parameter.integer("x", "X", in: 1...9)
  private static let moment = Parameter.timestamp("x", "X")

  private static let texts: [Row] = [
    (text, "a", #""a""#),
    (text, "", #""""#),
    (text, " @a ", #"" @a ""#),
    (size, "small", #""small""#),
    (size, "Small", "--x is one of small, large, not 'Small'; did you mean small?"),
    (size, "", "--x is one of small, large, not ''"),
    (.id("x", of: "toys", "X"), "t-1", #""t-1""#),
    (.id("x", of: "toys", "X"), "", "--x is empty"),
    (.boolean("x", "X"), "true", "true"),
    (.boolean("x", "X"), "yes", "--x is true or false, not 'yes'"),
  ]

  private static let numbers: [Row] = [
    (count, "5", "5"),
    (count, "-0", "--x is 1 to 9, not -0"),
    (count, "10", "--x is 1 to 9, not 10"),
    (count, "5.0", "--x takes a whole number, not '5.0'"),
    (count, "1e0", "--x takes a whole number, not '1e0'"),
    (count, "+5", "--x takes a whole number, not '+5'"),
    (count, " 5", "--x takes a whole number, not ' 5'"),
    (count, "0x5", "--x takes a whole number, not '0x5'"),
    (count, "99999999999999999999", "--x takes a whole number, not '99999999999999999999'"),
    (count, "", "--x takes a whole number, not ''"),
    (price, "0.10", "0.10"),
    (price, "1e2", "1e2"),
    (price, "-0.01", "--x is at least 0, not -0.01"),
    (price, "1000000.01", "--x is at most 1000000, not 1000000.01"),
    (price, "5,50", "--x takes a number, not '5,50'"),
    (price, "NaN", "--x takes a number, not 'NaN'"),
    (share, "100.5", "--x is 0 to 100, not 100.5"),
  ]

  private static let moments: [Row] = [
    (moment, "2025-06-01T10:00:00Z", #""2025-06-01T10:00:00Z""#),
    (moment, "2025-06-01T10:00:00+02:00", #""2025-06-01T10:00:00+02:00""#),
    (moment, "2025-06-01", #""2025-06-01T00:00:00Z""#),
    (
      moment, "2025-02-30", "--x takes a time such as 2025-06-01T10:00:00Z or 2025-06-01, not '2025-02-30'"
    ),
    (moment, "tomorrow", "--x takes a time such as 2025-06-01T10:00:00Z or 2025-06-01, not 'tomorrow'"),
    (.span("x", "X"), "1h30m", #""1h30m""#),
    (.span("x", "X"), "soon", "--x takes a length of time such as 20m or 1h30m, not 'soon'"),
  ]

  private static let list = Parameter.texts("x", "X")

  private static let lists: [Row] = [
    (list, "a,b", #"["a","b"]"#),
    (list, " a , b ", #"["a","b"]"#),
    (list, "", "[]"),
    (list, "a,,b,", #"["a","b"]"#),
    (list, #"["a,b","c"]"#, #"["a,b","c"]"#),
    (list, #"["a""#, "--x is not a JSON array"),
  ]

  private static let documents: [Row] = [
    (.json("x", "X"), #"{"a": [1.0]}"#, #"{"a":[1.0]}"#),
    (.json("x", "X"), "null", "null"),
    (.json("x", "X"), "{a}", "--x is not JSON: expected a name in quotes at column 2"),
  ]
}
