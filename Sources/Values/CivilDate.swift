/// A day of the Gregorian calendar, counted in eras of 400 years that begin on a 1 March.
struct CivilDate {
  var year: Int
  var month: Int
  var day: Int

  private static let daysPerEra = 146_097
  /// From 0000-03-01 to 1970-01-01.
  private static let epochShift = 719_468

  init(year: Int, month: Int, day: Int) {
    self.year = year + floorDivide(month - 1, 12)
    self.month = floorRemainder(month - 1, 12) + 1
    self.day = day
  }

  init(daysSinceEpoch: Int) {
    let shifted = daysSinceEpoch + Self.epochShift
    let era = floorDivide(shifted, Self.daysPerEra)
    let dayOfEra = floorRemainder(shifted, Self.daysPerEra)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var daysSinceEpoch: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = floorDivide(shiftedYear, 400)
    let yearOfEra = floorRemainder(shiftedYear, 400)
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * Self.daysPerEra + dayOfEra - Self.epochShift
  }

  var daysInMonth: Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// 0 is Sunday.
  var weekday: Int { floorRemainder(daysSinceEpoch + 4, 7) }
}

/// The quotient rounded down.
func floorDivide<Number: BinaryInteger>(_ a: Number, _ b: Number) -> Number {
  let quotient = a / b
  return a % b < 0 ? quotient - 1 : quotient
}

/// What the quotient rounded down leaves, never negative for a positive divisor.
func floorRemainder<Number: BinaryInteger>(_ a: Number, _ b: Number) -> Number {
  let remainder = a % b
  return remainder < 0 ? remainder + b : remainder
}
