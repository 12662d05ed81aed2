extension Timestamp {
  /// Reads `2025-05-11T22:00:00Z`, with an offset or a fraction, or the plain date `2025-05-11` (midnight
  /// UTC); nil for anything else. Digits beyond the millisecond are dropped.
  public init?(rfc3339 text: String) {
    var scan = DateScan(text)
    guard let year = scan.digits(4), scan.skip("-"), let month = scan.digits(2), scan.skip("-"),
      let day = scan.digits(2), let date = scan.date(year, month, day)
    else { return nil }
    if scan.isAtEnd {
      self = date
      return
    }
    guard scan.skip("T") || scan.skip("t") || scan.skip(" "), let time = scan.clock(),
      let fraction = scan.milliseconds(), let offset = scan.zone(), scan.isAtEnd
    else { return nil }
    milliseconds = date.milliseconds + Int64(time - offset) * 1000 + Int64(fraction)
  }

  /// `2025-05-11T22:00:00Z`, with `.123` only where the moment is not on a whole second.
  public var rfc3339: String {
    let civil = civil
    let date = "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
    let time = "\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))"
    let fraction = millisecondOfSecond
    return fraction == 0 ? "\(date)T\(time)Z" : "\(date)T\(time).\(padded(fraction, 3))Z"
  }

  /// The date alone, `2025-05-11`.
  public var date: String {
    let civil = civil
    return "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
  }
}

/// The number in at least `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
}
