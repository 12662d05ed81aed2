import CCurl

/// libcurl's functions, loaded when the first transport needs them and kept until the process ends.
///
/// Unchecked because it holds a pointer; the table behind it is written once, before anyone can see it.
struct CurlLibrary: @unchecked Sendable {
  /// Nil where libcurl 4 is not installed, or lacks a function.
  static let shared = CurlLibrary()

  let table: UnsafePointer<sp_curl>

  private init?() {
    let everything = 3
    let table = UnsafeMutablePointer<sp_curl>.allocate(capacity: 1)
    guard sp_curl_load(table) == 1, table.pointee.global_init(everything) == 0 else {
      table.deallocate()
      return nil
    }
    self.table = UnsafePointer(table)
  }

  /// libcurl's own words for a result code.
  func text(_ code: Int32) -> String {
    table.pointee.easy_strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
