import HTTP
import Platform
import Values

/// A file on its way from a service to its place: written beside it, and put there once it is whole.
///
/// What is there already is replaced only with `--yes`, or when a person says so.
final class FileReception {
  /// Why it ended before its end; nil while nothing is wrong.
  private(set) var failure: Failure?
  /// Where it goes; nil for standard output, or before its name is known.
  private(set) var path: String?
  /// How many bytes came.
  private(set) var size = 0
  /// The media type that the service gave.
  private(set) var type: String?

  private let place: SavePlace
  private let name: String
  private let saver: FileSaver
  private var sink: FileSink?
  /// How many bytes are to come, where the service says so.
  private var expected: Int?
  private let begun: Int64

  /// Prepares to receive a file that is called `name` unless the answer says otherwise; refuses a path that is taken.
  init(_ place: SavePlace, naming name: String, for saver: FileSaver) throws(Failure) {
    self.place = place
    self.name = name
    self.saver = saver
    begun = saver.session.clock.uptime()
    path = place.path(naming: name).map(saver.unused)
    if let path { try saver.admit(path) }
  }

  /// What the transport hands the body to.
  var receiver: BodyReceiver {
    BodyReceiver(
      begin: { [self] head in attempt { () throws(Failure) in try begin(head) } },
      take: { [self] bytes in attempt { () throws(Failure) in try take(bytes) } })
  }

  /// Puts the whole file into its place.
  func commit() throws(Failure) {
    saver.session.console.progress(nil)
    if let sink { try Failure.local { try sink.commit() } }
    sink = nil
    if let path { saver.note(path) }
  }

  private func attempt(_ body: () throws(Failure) -> Void) -> Bool {
    do throws(Failure) {
      try body()
      return true
    } catch {
      failure = error
      return false
    }
  }

  private func begin(_ head: Response) throws(Failure) {
    guard place != .output || size == 0 else {
      throw Failure(
        .temporary, "the answer broke off after \(ByteCount.text(size)) of it were written",
        code: "broken_off", hint: "--save FILE puts a file in place only when it is whole")
    }
    size = 0
    type = head.headers["Content-Type"].map { String($0.prefix { $0 != ";" }) }
    expected =
      head.headers["Content-Encoding"] == nil ? head.headers["Content-Length"].flatMap { Int($0) } : nil
    if case .folder = place, let offered = FileName.offered(head.headers), offered != name,
      let better = place.path(naming: offered).map(saver.unused)
    {
      try saver.admit(better)
      path = better
    }
    if let path { sink = try Failure.local { try FileSink(replacing: path, access: .shared) } }
    saver.session.console.beginProgress()
  }

  private func take(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    let piece = Array(bytes)
    try Failure.local {
      if let sink { try sink.write(piece) } else { try saver.session.console.write(piece) }
    }
    size += piece.count
    let console = saver.session.console
    if !saver.isQuiet, console.progressIsDue { console.progress(progress) }
  }

  /// `report-1.pdf: 3.2 MB of 10 MB, 32%, 1.1 MB/s, 6s left`.
  private var progress: String {
    let milliseconds = max(1, saver.session.clock.uptime() - begun)
    let rate = size * 1000 / Int(milliseconds)
    let title = path.map { Files.split($0).name } ?? name
    guard let expected, expected > 0 else {
      return "\(title): \(ByteCount.text(size)), \(ByteCount.text(rate))/s"
    }
    let left = TimeSpan.seconds(max(0, expected - size) / max(1, rate))
    let share = min(100, size * 100 / expected)
    return
      "\(title): \(ByteCount.text(size)) of \(ByteCount.text(expected)), \(share)%, \(ByteCount.text(rate))/s, \(left.text) left"
  }
}

/// Numbers of bytes as people read them.
enum ByteCount {
  private static let units = ["kB", "MB", "GB", "TB"]

  /// `512 B`, `1.5 kB`, `23 MB`: powers of ten, two or three digits.
  static func text(_ count: Int) -> String {
    guard count >= 1000 else { return "\(count) B" }
    var tenths = count / 100
    var unit = 0
    while tenths >= 10_000, unit + 1 < units.count {
      tenths /= 1000
      unit += 1
    }
    let isSmall = tenths < 100 && tenths % 10 != 0
    return isSmall ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\(tenths / 10) \(units[unit])"
  }
}
