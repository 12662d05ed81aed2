import Testing
import Values

@Suite struct TimeTests {
  static let rfc3339: [(text: String, milliseconds: Int64?, written: String)] = [
    ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
    ("2025-05-11", 1_746_921_600_000, "2025-05-11T00:00:00Z"),
    ("2025-05-11T22:00:00Z", 1_747_000_800_000, "2025-05-11T22:00:00Z"),
    ("2025-05-11t22:00:00.5z", 1_747_000_800_500, "2025-05-11T22:00:00.500Z"),
    ("2025-05-11 22:00:00.123456+02:00", 1_746_993_600_123, "2025-05-11T20:00:00.123Z"),
    ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
    ("0000-01-01", -62_167_219_200_000, "0000-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59Z", 253_402_300_799_000, "9999-12-31T23:59:59Z"),
    ("2000-02-29", 951_782_400_000, "2000-02-29T00:00:00Z"),
    ("2016-12-31T23:59:60Z", 1_483_228_800_000, "2017-01-01T00:00:00Z"),
    ("2024-02-29T00:00:00-23:59", 1_709_251_140_000, "2024-02-29T23:59:00Z"),
    ("", nil, ""), ("2025-05", nil, ""), ("2025-5-11", nil, ""), ("2025-02-29", nil, ""),
    ("1900-02-29", nil, ""), ("2025-13-01", nil, ""),
    ("2025-00-01", nil, ""), ("2025-01-00", nil, ""), ("2025-04-31", nil, ""), ("2025-05-11T", nil, ""),
    ("2025-05-11T24:00:00Z", nil, ""),
    ("2025-05-11T22:00:00", nil, ""), ("2025-05-11T22:00Z", nil, ""), ("2025-05-11T22:00:00.Z", nil, ""),
    ("2025-05-11T22:00:00+2:00", nil, ""),
    ("2025-05-11T22:00:00Zx", nil, ""), ("+025-05-11", nil, ""), ("２０２５-05-11", nil, ""),
    ("2025-05-11T22:00:61Z", nil, ""),
  ]

  @Test(arguments: rfc3339) func readsAndWritesRFC3339(
    _ row: (text: String, milliseconds: Int64?, written: String)
  ) {
    let moment = Timestamp(rfc3339: row.text)
    #expect(moment?.milliseconds == row.milliseconds)
    #expect(moment == nil || moment?.rfc3339 == row.written)
  }

  static let httpDates: [(text: String, seconds: Int64?)] = [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
    ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Wed, 31 Dec 2069 00:00:00 GMT", 3_155_673_600),
    ("Tuesday, 31-Dec-69 00:00:00 GMT", 3_155_673_600), ("Sun Nov 16 08:49:37 1994", 784_975_777),
    ("Sun, 06 Nov 1994 08:49:37 +0000", nil), ("06 Nov 1994 08:49:37 GMT", nil),
    ("Sun, 6 Nov 1994 08:49:37 GMT", nil),
    ("Sun, 31 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 nov 1994 08:49:37 GMT", nil), ("120", nil), ("", nil),
  ]

  @Test(arguments: httpDates) func readsTheThreeFormsOfHTTP(_ row: (text: String, seconds: Int64?)) {
    let moment = Timestamp(httpDate: row.text)
    #expect(moment?.milliseconds == row.seconds.map { $0 * 1000 })
    #expect(moment == nil || Timestamp(httpDate: moment?.httpDate ?? "") == moment)
  }

  @Test func theCalendarIsRightOnEveryDayOfACentury() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var day = -36_524
    for year in 1870..<2101 {
      let isLeap = year % 4 == 0 && year % 100 != 0 || year == 2000
      for month in 1...12 {
        for date in 1...(lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)) {
          let moment = Timestamp(milliseconds: Int64(day) * 86_400_000 + 86_399_000)
          let civil = moment.civil
          let isRight = civil == (year, month, date, 23, 59, 59) && moment.day == day
          if !isRight
            || moment != Timestamp(year: year, month: month, day: date, hour: 23, minute: 59, second: 59)
          {
            Issue.record("day \(day): \(civil)")
          }
          day += 1
        }
      }
    }
    #expect(Timestamp(milliseconds: 784_111_777_000).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(Timestamp(milliseconds: 0).httpDate == "Thu, 01 Jan 1970 00:00:00 GMT")
  }

  static let additions: [(start: String, years: Int, months: Int, days: Int, end: String)] = [
    ("2025-01-31T10:00:00.250Z", 0, 1, 0, "2025-02-28T10:00:00.250Z"),
    ("2024-01-31", 0, 1, 0, "2024-02-29T00:00:00Z"),
    ("2024-02-29", 1, 0, 0, "2025-02-28T00:00:00Z"), ("2025-01-15", 0, -1, 0, "2024-12-15T00:00:00Z"),
    ("2025-01-15", 0, -13, 0, "2023-12-15T00:00:00Z"), ("2025-12-31", 0, 0, 1, "2026-01-01T00:00:00Z"),
    ("1970-01-01", 0, 0, -1, "1969-12-31T00:00:00Z"), ("2025-11-30", 0, 3, 1, "2026-03-01T00:00:00Z"),
  ]

  @Test(arguments: additions) func addsMonthsAsPeopleDo(
    _ row: (start: String, years: Int, months: Int, days: Int, end: String)
  ) throws {
    let start = try #require(Timestamp(rfc3339: row.start))
    #expect(start.adding(years: row.years, months: row.months, days: row.days).rfc3339 == row.end)
  }

  static let spans: [(text: String, milliseconds: Int64?, written: String)] = [
    ("20m", 1_200_000, "20m"), ("1h30m", 5_400_000, "1h 30m"), ("1h 5m", 3_900_000, "1h 5m"),
    ("3d", 259_200_000, "3d"),
    ("500ms", 500, "500ms"), ("90", 90_000, "1m 30s"), ("1.5s", 1500, "1.5s"), ("1.5", 1500, "1.5s"),
    ("0", 0, "0s"),
    ("2w", 1_209_600_000, "14d"), ("1d2h3m4s5ms", 93_784_005, "1d 2h"), ("0.1s", 100, "100ms"),
    ("1.25h", 4_500_000, "1h 15m"),
    ("59999ms", 59_999, "59s"), ("1050ms", 1050, "1s"), ("100000000w", 60_480_000_000_000_000, "700000000d"),
    ("", nil, ""), ("m", nil, ""), ("-5m", nil, ""), ("+5m", nil, ""), ("5x", nil, ""), ("5m1h", nil, ""),
    ("5m5m", nil, ""),
    ("1h30", nil, ""), ("1.s", nil, ""), (".5s", nil, ""), ("1e3s", nil, ""), ("5 m", nil, ""),
    ("5m ", nil, ""), ("٣m", nil, ""),
    ("99999999999999999999s", nil, ""), ("999999999999999999d", nil, ""), ("5M", nil, ""), ("0x5s", nil, ""),
  ]

  @Test(arguments: spans) func readsAndWritesSpans(
    _ row: (text: String, milliseconds: Int64?, written: String)
  ) {
    let span = TimeSpan(row.text)
    #expect(span?.milliseconds == row.milliseconds)
    #expect(span == nil || span?.text == row.written)
  }

  @Test func arithmeticStaysAtItsLimits() {
    let last = Timestamp(milliseconds: .max)
    #expect(last + .seconds(.max) == last)
    #expect(last - .milliseconds(-1) == last)
    #expect(last - Timestamp(milliseconds: -1) == TimeSpan(milliseconds: .max))
    #expect(Timestamp(milliseconds: 5000) - Timestamp(milliseconds: 2000) == .seconds(3))
    #expect(TimeSpan.days(.max) + .hours(1) == TimeSpan(milliseconds: .max))
    #expect(TimeSpan.days(.min) * 2 == TimeSpan(milliseconds: .min))
    #expect(TimeSpan.minutes(90) - .hours(2) == .minutes(-30))
    #expect(TimeSpan.minutes(-90).text == "-1h 30m")
    #expect(TimeSpan(milliseconds: .min).text.hasPrefix("-106751991167d"))
    #expect(Timestamp(milliseconds: -1).startOfDay.rfc3339 == "1969-12-31T00:00:00Z")
  }
}
