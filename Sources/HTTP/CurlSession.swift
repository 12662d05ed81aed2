import CCurl

/// One transfer handle and the connections it keeps between transfers.
final class CurlSession {
  /// How a transfer ended.
  enum Outcome {
    /// With a result code of libcurl's, 0 for success.
    case finished(Int32)
    /// Somebody asked to stop.
    case interrupted
  }

  private let library: CurlLibrary
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: 256)
  /// Whether an option that safety rests on was refused since the last `reset`.
  private(set) var lacksOption = false

  init?(_ library: CurlLibrary) {
    guard let easy = library.table.pointee.easy_init() else { return nil }
    guard let multi = library.table.pointee.multi_init() else {
      library.table.pointee.easy_cleanup(easy)
      return nil
    }
    self.library = library
    self.easy = easy
    self.multi = multi
  }

  deinit {
    library.table.pointee.easy_cleanup(easy)
    _ = library.table.pointee.multi_cleanup(multi)
    errorBuffer.deallocate()
  }

  /// Forgets every option, but no connection.
  func reset() {
    library.table.pointee.easy_reset(easy)
    errorBuffer.pointee = 0
    lacksOption = false
    require(sp_curl_set_object(library.table, easy, SP_CURL_ERRORBUFFER, errorBuffer))
    require(sp_curl_set_web_only(library.table, easy))
  }

  func set(_ option: sp_curl_number, _ value: Int) {
    require(sp_curl_set_number(library.table, easy, option, value))
  }

  /// Sets what old versions lack and safety does not rest on.
  func prefer(_ option: sp_curl_number, _ value: Int) {
    _ = sp_curl_set_number(library.table, easy, option, value)
  }

  func set(_ option: sp_curl_object, _ text: String) {
    require(sp_curl_set_object(library.table, easy, option, text))
  }

  /// Gives an address that must stay valid until the transfer has ended.
  func set(_ option: sp_curl_object, borrowed pointer: UnsafeRawPointer?) {
    require(sp_curl_set_object(library.table, easy, option, pointer))
  }

  func set(_ option: sp_curl_function, _ function: sp_curl_receive) {
    require(sp_curl_set_function(library.table, easy, option, function))
  }

  func set(_ option: sp_curl_offset, _ value: Int) {
    require(sp_curl_set_offset(library.table, easy, option, Int64(value)))
  }

  func set(_ option: sp_curl_blob, _ bytes: [UInt8]) {
    require(bytes.withUnsafeBytes { sp_curl_set_blob(library.table, easy, option, $0.baseAddress, $0.count) })
  }

  private func require(_ code: Int32) {
    if code != 0 { lacksOption = true }
  }

  /// Carries out the transfer that the options describe, with these header lines.
  func perform(_ lines: [String], isInterrupted: () -> Bool) -> Outcome {
    var list: UnsafeMutableRawPointer?
    for line in lines { list = library.table.pointee.slist_append(list, line) ?? list }
    defer { library.table.pointee.slist_free_all(list) }
    set(SP_CURL_HTTPHEADER, borrowed: list)
    let curl = library.table.pointee
    guard curl.multi_add_handle(multi, easy) == 0 else { return .finished(Int32.max) }
    defer { _ = curl.multi_remove_handle(multi, easy) }
    while !isInterrupted() {
      var running: Int32 = 0
      guard curl.multi_perform(multi, &running) == 0 else { return .finished(Int32.max) }
      if running == 0 { return .finished(sp_curl_finished(library.table, multi)) }
      _ = curl.multi_poll(multi, nil, 0, 100, nil)
    }
    return .interrupted
  }

  func number(_ information: sp_curl_information) -> Int {
    sp_curl_get_number(library.table, easy, information)
  }

  /// Whether a byte of the request was written: the bytes of a `CONNECT` to a proxy do not count, which go
  /// before the time at which the request itself could.
  var hasSent: Bool {
    sp_curl_get_pretransfer(library.table, easy) > 0 && number(SP_CURL_REQUEST_SIZE) > 0
  }

  /// What libcurl says about the failure, in its words.
  func detail(_ code: Int32) -> String {
    let text = String(cString: errorBuffer)
    return text.isEmpty ? library.text(code) : text
  }

  /// Where this libcurl was built to look for the system's authorities.
  func place(_ place: sp_curl_place) -> String? {
    sp_curl_get_place(library.table, easy, place).map { String(cString: $0) }
  }
}
