import Values

extension Headers {
  /// The wait that `Retry-After`, or another field in its form, asks for: a number of seconds or a date (RFC 9110 section 10.2.3).
  ///
  /// Nil where the field is missing, in the past, negative or neither; more than 31 years count as that long.
  public func retryAfter(_ name: String = "Retry-After", now: Timestamp) -> TimeSpan? {
    guard let text = self[name] else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy(ASCII.isDigit) {
      let longest = 1_000_000_000
      return .seconds(min(ASCII.decimal(text) ?? longest, longest))
    }
    guard let moment = Timestamp(httpDate: text), moment > now else { return nil }
    return moment - now
  }
}
