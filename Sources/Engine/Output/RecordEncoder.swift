import Values

/// Turns the records of a list into the bytes of one form.
protocol RecordEncoder {
  /// Appends a record.
  mutating func append(_ record: JSON, to bytes: inout [UInt8])

  /// Appends a record that is JSON text on one line.
  mutating func append(raw record: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) throws(JSONError)

  /// Appends what closes the list; `meta` stands in it where the form is one document.
  mutating func end(meta: JSON.Object?, to bytes: inout [UInt8])
}

extension RecordEncoder {
  mutating func append(raw record: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) throws(JSONError) {
    append(try JSON.parse(record), to: &bytes)
  }
}

/// One JSON array with a record a line, so that `grep` finds records; with meta an object around it.
struct JSONListEncoder: RecordEncoder {
  let wrapsWithMeta: Bool
  private var isEmpty = true

  init(wrapsWithMeta: Bool) { self.wrapsWithMeta = wrapsWithMeta }

  mutating func append(_ record: JSON, to bytes: inout [UInt8]) {
    separate(&bytes)
    record.write(to: &bytes)
  }

  mutating func append(raw record: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    separate(&bytes)
    bytes.append(contentsOf: record)
  }

  mutating func end(meta: JSON.Object?, to bytes: inout [UInt8]) {
    if isEmpty {
      if wrapsWithMeta { bytes.append(text: "{\"data\":") }
      bytes.append(text: "[]")
    } else {
      bytes.append(text: "\n]")
    }
    if wrapsWithMeta {
      bytes.append(text: ",\"meta\":")
      JSON.object(meta ?? JSON.Object()).write(to: &bytes)
      bytes.append(text: "}")
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func separate(_ bytes: inout [UInt8]) {
    if isEmpty {
      bytes.append(text: wrapsWithMeta ? "{\"data\":[\n" : "[\n")
      isEmpty = false
    } else {
      bytes.append(text: ",\n")
    }
  }
}

/// One JSON value a line.
struct JSONLinesEncoder: RecordEncoder {
  mutating func append(_ record: JSON, to bytes: inout [UInt8]) {
    record.write(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func append(raw record: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: record)
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func end(meta: JSON.Object?, to bytes: inout [UInt8]) {}
}

extension [UInt8] {
  /// Appends a text as UTF-8.
  mutating func append(text: String) { append(contentsOf: text.utf8) }
}
