/// Reads comma, tab or otherwise delimited records (RFC 4180) from a pull source, one at a time.
///
/// A byte order mark is skipped; lines end with LF or CR LF, also mixed; the last may lack its end. Memory does
/// not grow with the input: a record with too long a field, or itself too long, becomes a problem and is
/// skipped to its end.
public struct DelimitedReader {
  private let source: ByteSource
  private var scan: DelimitedScan
  private var line = 1

  /// Reads from `fill`, which writes into the buffer and returns how many bytes, 0 at the end; a field may
  /// have `fieldLimit` bytes, a record eight times as many and 16,384 fields.
  public init(
    delimiter: UInt8 = UInt8(ascii: ","), fieldLimit: Int = 1 << 20,
    fill: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
  ) {
    source = ByteSource(fill: fill)
    scan = DelimitedScan(delimiter: delimiter, fieldLimit: fieldLimit)
  }

  /// The next record, nil at the end; throws only what `fill` throws, a bad record says its `problem`.
  ///
  /// Memory is used again for the next record once the last one is let go.
  public mutating func next() throws -> DelimitedRecord? {
    scan.begin(line: line)
    while !scan.isDone, let window = try source.window() {
      source.consume(scan.advance(over: window))
    }
    guard scan.finish(at: source.offset) else { return nil }
    line += scan.lineBreaks
    return scan.record
  }
}
