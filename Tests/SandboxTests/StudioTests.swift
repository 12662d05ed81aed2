import Crealia
import Platform
import Testing
import Values

@testable import Sandbox

/// Sounds and videos that the user's programs make: they open, last as long as they should, and can be seen and heard.
@Suite struct StudioTests {
  static var engines: Engines { Engines() }
  static let hasPrograms = ["ffmpeg", "ffprobe"].allSatisfy { engines.path(of: $0) != nil }
  static let hasSpeech = engines.path(of: "espeak-ng") != nil

  /// Files by name: what ffmpeg makes them of, each of four seconds.
  static let sources = [
    "loud.mp4": ["testsrc=s=320x240:d=4:r=25", "sine=440:d=4"], "mute.mp4": ["color=red:s=160x90:d=4"],
    "song.mp3": ["sine=300:d=4"], "still.png": ["testsrc=s=64x64:d=1:r=1"],
  ]

  struct Cut: Sendable, CustomTestStringConvertible {
    /// The clips by name, each with its end where it is cut.
    var clips: [(name: String, end: Double?)]
    var music: String?
    var form = "mp4"
    var lasts: Double
    var isHeard = true
    var testDescription: String { "\(clips) \(music ?? "") \(form)" }
  }

  static let cuts: [Cut] = [
    Cut(clips: [("loud.mp4", nil), ("loud.mp4", 2)], lasts: 6),
    Cut(clips: [("mute.mp4", 1)], lasts: 1, isHeard: false),
    Cut(clips: [("mute.mp4", 1), ("loud.mp4", 1)], form: "webm", lasts: 2),
    Cut(clips: [("mute.mp4", nil), ("mute.mp4", 3)], music: "song.mp3", lasts: 7),
    Cut(clips: [("still.png", 2), ("loud.mp4", 1)], music: "song.mp3", form: "mkv", lasts: 3),
    Cut(clips: [("song.mp3", 2)], form: "mov", lasts: 2),
    Cut(clips: [("still.png", nil)], lasts: 5, isHeard: false),
  ]

  @Test(.enabled("ffmpeg is not installed", { StudioTests.hasPrograms }), arguments: cuts)
  func composes(_ cut: Cut) throws {
    let clips = try cut.clips.map { Engines.Clip(try Self.file($0.name), start: 0, end: $0.end) }
    let music = try cut.music.map(Self.file)
    let video = try Self.engines.video(clips, music: music, fades: true, form: cut.form)
    let folder = try TemporaryDirectory()
    try Files.writePrivate(video, to: "\(folder.path)/video")
    let footage = try Self.engines.footage("\(folder.path)/video", named: "it")
    #expect(footage.hasPicture)
    #expect(footage.hasSound == cut.isHeard)
    let lasts = try #require(footage.duration)
    #expect(abs(lasts - cut.lasts) < 0.15, "\(lasts)")
    if cut.isHeard { #expect(try Self.loudness("\(folder.path)/video") > -60) }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    var start = 0.0
    var music: String?
    var reason: String
    var testDescription: String { reason }
  }

  @Test(
    .enabled("ffmpeg is not installed", { StudioTests.hasPrograms }),
    arguments: [
      Fault(name: "noise", reason: "clip 1 is no video, sound or picture that ffmpeg can read"),
      Fault(name: "loud.mp4", start: 9, reason: "clip 1 begins at 9.0 s, and lasts 4.0"),
      Fault(name: "loud.mp4", music: "still.png", reason: "the music has no sound"),
    ])
  func saysWhatIsWrong(_ fault: Fault) throws {
    let clip = Engines.Clip(try Self.file(fault.name), start: fault.start, end: nil)
    let music = try fault.music.map(Self.file)
    let shortcoming = #expect(throws: Engines.Shortcoming.self) {
      try Self.engines.video([clip], music: music, fades: false, form: "mp4")
    }
    #expect(shortcoming?.reason.hasPrefix(fault.reason) == true, "\(shortcoming?.reason ?? "")")
  }

  @Test(
    .enabled("espeak-ng is not installed", { StudioTests.hasSpeech }),
    arguments: ["Bonjour à tous", "Hello, world"])
  func speaks(_ text: String) throws {
    let sound = try Self.engines.speech(text, voice: "alloy", speed: 1)
    #expect(sound.type == (Self.engines.path(of: "ffmpeg") == nil ? "audio/wav" : "audio/mpeg"))
    #expect((0.5...4).contains(sound.duration), "\(sound.duration)")
    #expect(abs(Self.engines.duration(sound.bytes) - sound.duration) < 0.3)
    let slow = try Self.engines.speech(text, voice: "alloy", speed: 0.5)
    #expect(slow.duration > sound.duration * 1.4)
  }

  /// A file of that name; noise for a name that nothing is known of.
  private static func file(_ name: String) throws -> [UInt8] {
    guard let sources = sources[name] else {
      return (0..<3000).map { UInt8(truncatingIfNeeded: $0 * 31 ^ $0 >> 3) }
    }
    let folder = try TemporaryDirectory()
    let inputs = sources.flatMap { ["-f", "lavfi", "-i", $0] }
    let frames = name.hasSuffix("png") ? ["-frames:v", "1"] : []
    _ = try engines.run(
      "ffmpeg", ["-v", "error"] + inputs + frames + ["\(folder.path)/\(name)"], timeout: .minutes(1),
      advice: "")
    return try Files.readAll("\(folder.path)/\(name)", limit: 64 << 20)
  }

  /// How loud a file is on the whole, in dB; silence is -91.
  private static func loudness(_ path: String) throws -> Double {
    let script = "ffmpeg -hide_banner -nostdin -i \"$0\" -af volumedetect -f null - 2>&1"
    let told = String(
      decoding: try engines.run("sh", ["-c", script, path], timeout: .minutes(1), advice: ""), as: UTF8.self)
    let line = try #require(told.split(separator: "\n").first { $0.contains("mean_volume:") })
    let number = try #require(line.firstRange(of: "mean_volume: ")).upperBound
    return try #require(Double(line[number...].prefix { $0 != " " }))
  }
}
