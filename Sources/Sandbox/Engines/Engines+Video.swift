import Platform
import Values

extension Engines {
  /// A piece of a video.
  public struct Clip: Sendable {
    /// The file.
    public let bytes: [UInt8]
    /// Where the piece begins, in seconds.
    public let start: Double
    /// Where it ends; nil at the end of the file.
    public let end: Double?

    /// Describes a piece.
    public init(_ bytes: [UInt8], start: Double, end: Double?) {
      self.bytes = bytes
      self.start = start
      self.end = end
    }
  }

  /// The forms of video that can be made.
  public static let videoForms = ["mp4", "webm", "mov", "mkv"]

  /// Joins clips by ffmpeg, in 1280 by 720 and 25 frames a second, each fading in and out where `fades`, under
  /// the music where there is some.
  public func video(_ clips: [Clip], music: [UInt8]?, fades: Bool, form: String) throws(Shortcoming)
    -> [UInt8]
  {
    do {
      let folder = try TemporaryDirectory(environment)
      for (index, clip) in clips.enumerated() {
        try Files.writePrivate(clip.bytes, to: "\(folder.path)/clip\(index)")
      }
      if let music { try Files.writePrivate(music, to: "\(folder.path)/music") }
      let result = "\(folder.path)/video.\(form)"
      let inputs = clips.indices.flatMap { ["-i", "\(folder.path)/clip\($0)"] }
      let graph = clips.enumerated().map { chain($0.element, $0.offset, fades) }.joined(separator: ";")
      let joined = clips.indices.map { "[v\($0)]" }.joined() + "concat=n=\(clips.count):v=1:a=0[v]"
      let sound = music == nil ? ["-an"] : ["-map", "\(clips.count):a", "-shortest"]
      _ = try run(
        "ffmpeg",
        ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"] + inputs
          + (music == nil ? [] : ["-i", "\(folder.path)/music"])
          + ["-filter_complex", "\(graph);\(joined)", "-map", "[v]"] + sound + [result],
        timeout: .minutes(5), advice: Engines.ffmpegAdvice)
      return try Files.readAll(result, limit: 512 << 20)
    } catch {
      throw (error as? Shortcoming) ?? Shortcoming(reason: "\(error)")
    }
  }

  /// What is done to one clip before it is joined to the others.
  private func chain(_ clip: Clip, _ index: Int, _ fades: Bool) -> String {
    let end = clip.end.map { ":end=\($0)" } ?? ""
    var steps = ["trim=start=\(clip.start)\(end)", "setpts=PTS-STARTPTS"]
    steps.append("scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:(ow-iw)/2:(oh-ih)/2")
    steps.append("setsar=1,fps=25,format=yuv420p")
    if fades {
      steps.append("fade=t=in:st=0:d=0.5")
      if let end = clip.end { steps.append("fade=t=out:st=\(max(0, end - clip.start - 0.5)):d=0.5") }
    }
    return "[\(index):v]\(steps.joined(separator: ","))[v\(index)]"
  }
}
