/// Reads the parts of written dates from left to right.
struct DateScan {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  /// Exactly `count` digits.
  mutating func digits(_ count: Int) -> Int? {
    let run = rest.prefix(count)
    guard run.count == count, run.allSatisfy(ASCII.isDigit) else { return nil }
    rest = rest.dropFirst(count)
    return run.reduce(0) { $0 * 10 + Int($1 - ASCII.zero) }
  }

  /// The place of the first of `words` that stands here.
  mutating func word(of words: [String]) -> Int? {
    for (index, word) in words.enumerated() where skip(word) { return index }
    return nil
  }

  /// `hh:mm:ss` in seconds; a leap second is the first second of the next minute.
  mutating func clock() -> Int? {
    guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60, skip(":"),
      let second = digits(2), second <= 60
    else { return nil }
    return (hour * 60 + minute) * 60 + second
  }

  /// A fraction of a second in milliseconds, 0 where there is none, nil where it has no digit.
  mutating func milliseconds() -> Int? {
    guard skip(".") else { return 0 }
    let run = rest.prefix(while: ASCII.isDigit)
    guard !run.isEmpty else { return nil }
    rest = rest.dropFirst(run.count)
    let digits = run.prefix(3).reduce(0) { $0 * 10 + Int($1 - ASCII.zero) }
    return digits * [100, 10, 1][min(run.count, 3) - 1]
  }

  /// `Z` or `+hh:mm`, in seconds east of UTC.
  mutating func zone() -> Int? {
    if skip("Z") || skip("z") { return 0 }
    let sign: Int
    if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
    guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60 else { return nil }
    return sign * (hour * 60 + minute) * 60
  }

  /// Midnight UTC of a day that exists.
  func date(_ year: Int, _ month: Int, _ day: Int) -> Timestamp? {
    guard 1...12 ~= month, 1...CivilDate(year: year, month: month, day: 1).daysInMonth ~= day else {
      return nil
    }
    return Timestamp(year: year, month: month, day: day)
  }
}
