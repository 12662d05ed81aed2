private let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
private let shortWeekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

extension Timestamp {
  /// Reads the three forms of RFC 9110 section 5.6.7; nil for anything else.
  ///
  /// Two digits of a year are 1970 to 2069. The day's name must be one, but need not be the right one.
  public init?(httpDate text: String) {
    guard let moment = Self.fixed(text) ?? Self.obsolete(text) ?? Self.asctime(text) else { return nil }
    self = moment
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, to the second.
  public var httpDate: String {
    let civil = civil
    let weekday = shortWeekdays[CivilDate(daysSinceEpoch: day).weekday]
    let date = "\(padded(civil.day, 2)) \(months[civil.month - 1]) \(padded(civil.year, 4))"
    return
      "\(weekday), \(date) \(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2)) GMT"
  }

  private static func fixed(_ text: String) -> Timestamp? {
    var scan = DateScan(text)
    guard scan.word(of: shortWeekdays) != nil, scan.skip(", "), let day = scan.digits(2), scan.skip(" "),
      let month = scan.word(of: months), scan.skip(" "), let year = scan.digits(4), scan.skip(" "),
      let date = scan.date(year, month + 1, day), let time = scan.clock(), scan.skip(" GMT"), scan.isAtEnd
    else { return nil }
    return date + .seconds(time)
  }

  private static func obsolete(_ text: String) -> Timestamp? {
    var scan = DateScan(text)
    guard scan.word(of: weekdays) != nil, scan.skip(", "), let day = scan.digits(2), scan.skip("-"),
      let month = scan.word(of: months), scan.skip("-"), let year = scan.digits(2), scan.skip(" "),
      let date = scan.date(year < 70 ? 2000 + year : 1900 + year, month + 1, day),
      let time = scan.clock(), scan.skip(" GMT"), scan.isAtEnd
    else { return nil }
    return date + .seconds(time)
  }

  private static func asctime(_ text: String) -> Timestamp? {
    var scan = DateScan(text)
    guard scan.word(of: shortWeekdays) != nil, scan.skip(" "), let month = scan.word(of: months),
      scan.skip(" "), let day = scan.skip(" ") ? scan.digits(1) : scan.digits(2), scan.skip(" "),
      let time = scan.clock(), scan.skip(" "), let year = scan.digits(4), scan.isAtEnd,
      let date = scan.date(year, month + 1, day)
    else { return nil }
    return date + .seconds(time)
  }
}
