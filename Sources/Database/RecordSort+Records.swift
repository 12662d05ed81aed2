import Values

extension RecordSort {
  /// The positions of records in the order of several keys; equal ones stay as they were.
  ///
  /// A field is a path into the records ("user.name"). The order is the one that `RecordStore` gives; as there
  /// are no columns to say so, text that is an RFC 3339 time or date counts as one.
  public static func order(_ records: [JSON], by keys: [RecordSort]) -> [Int] {
    let values = records.map { record in keys.map { Key(record.value(at: $0.field)) } }
    return records.indices.sorted { a, b in
      for (position, key) in keys.enumerated() {
        let (left, right) = (values[a][position], values[b][position])
        if left == right { continue }
        if left == .none || right == .none { return right == .none }
        return key.isDescending ? right < left : left < right
      }
      return a < b
    }
  }

  /// A value as it sorts: numbers before text.
  private enum Key: Comparable {
    case number(Double)
    case text([UInt8])
    case none

    init(_ json: JSON?) {
      switch SQLValue(json ?? .null) {
      case .null: self = .none
      case .integer(let value): self = .number(Double(value))
      case .real(let value): self = .number(value)
      case .text(let value):
        let moment = Timestamp(rfc3339: value).map { Double($0.milliseconds) }
        self = moment.map(Key.number) ?? .text(Folding.fold(value))
      case .blob(let value): self = .text(value)
      }
    }

    static func < (a: Key, b: Key) -> Bool {
      switch (a, b) {
      case (.number(let a), .number(let b)): a < b
      case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
      case (.number, _): true
      case (.text, .none): true
      default: false
      }
    }
  }
}
