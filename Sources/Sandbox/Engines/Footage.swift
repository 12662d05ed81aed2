import Platform
import Values

/// What a file brings to a video.
struct Footage {
  /// Whether there is something to see.
  let hasPicture: Bool
  /// Whether there is something to hear.
  let hasSound: Bool
  /// Whether it is one picture that stands still.
  let isStill: Bool
  /// How long it lasts, in seconds; nil for a still picture, and where the file does not say.
  let duration: Double?
}

extension Engines {
  /// What there is in a file; nil where it cannot be read. A pipe will not do: the end of a file says how long it is.
  func probed(_ bytes: [UInt8]) -> Footage? {
    guard path(of: "ffprobe") != nil, let folder = try? TemporaryDirectory(environment) else { return nil }
    let path = "\(folder.path)/file"
    guard (try? Files.writePrivate(bytes, to: path)) != nil else { return nil }
    return try? footage(path, named: "it")
  }

  /// Looks into a file by ffprobe, which comes with ffmpeg; `name` is what people call the file.
  func footage(_ path: String, named name: String) throws(Shortcoming) -> Footage {
    guard self.path(of: "ffmpeg") != nil else {
      throw Shortcoming(reason: "ffmpeg is not installed; \(Engines.ffmpegAdvice)")
    }
    let unreadable = Shortcoming(reason: "\(name) is no video, sound or picture that ffmpeg can read")
    let entries = "stream=codec_type:stream_disposition=attached_pic:format=duration,format_name"
    let told: [UInt8]
    do throws(Shortcoming) {
      told = try run(
        "ffprobe", ["-v", "error", "-show_entries", entries, "-of", "json", path], timeout: .seconds(30),
        advice: Engines.ffmpegAdvice)
    } catch {
      throw self.path(of: "ffprobe") == nil ? error : unreadable
    }
    guard let told = try? JSON.parse(told), let streams = told["streams"]?.array else { throw unreadable }
    let isCover = { (stream: JSON) in stream.value(at: "disposition.attached_pic")?.int == 1 }
    let hasPicture = streams.contains { $0["codec_type"]?.string == "video" && !isCover($0) }
    let hasSound = streams.contains { $0["codec_type"]?.string == "audio" }
    guard hasPicture || hasSound else { throw unreadable }
    let form = told.value(at: "format.format_name")?.string ?? ""
    let isStill = hasPicture && !hasSound && (form.hasSuffix("_pipe") || form == "image2")
    let duration = told.value(at: "format.duration")?.string.flatMap(Double.init)
    return Footage(
      hasPicture: hasPicture, hasSound: hasSound, isStill: isStill, duration: isStill ? nil : duration)
  }
}
