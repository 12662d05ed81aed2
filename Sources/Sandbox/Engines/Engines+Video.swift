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

  /// Joins clips by ffmpeg with what is heard in them, in 1280 by 720 and 25 frames a second, each fading in and out
  /// where `fades`, over the music where there is some.
  public func video(_ clips: [Clip], music: [UInt8]?, fades: Bool, form: String) throws(Shortcoming)
    -> [UInt8]
  {
    do {
      let folder = try TemporaryDirectory(environment)
      let scenes = try clips.enumerated().map { index, clip in
        let path = "\(folder.path)/clip\(index)"
        try Files.writePrivate(clip.bytes, to: path)
        let name = "clip \(index + 1)"
        return try Scene(clip, try footage(path, named: name), name: name, path: path, index: index)
      }
      var cut = Cut(scenes: scenes, fades: fades)
      if let music {
        let path = "\(folder.path)/music"
        try Files.writePrivate(music, to: path)
        guard try footage(path, named: "the music").hasSound else {
          throw Shortcoming(reason: "the music has no sound")
        }
        cut.music = path
      }
      let result = "\(folder.path)/video.\(form)"
      _ = try run(
        "ffmpeg", ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"] + cut.arguments + [result],
        timeout: .minutes(5), advice: Engines.ffmpegAdvice)
      return try Files.readAll(result, limit: 512 << 20)
    } catch {
      throw (error as? Shortcoming) ?? Shortcoming(reason: "\(error)")
    }
  }
}

/// A clip and what its file brings.
private struct Scene {
  /// How long a still picture is shown where nobody says.
  private static let stillness = 5.0

  let footage: Footage
  let path: String
  let index: Int
  let start: Double
  /// How long it is shown, in seconds.
  let length: Double

  init(_ clip: Engines.Clip, _ footage: Footage, name: String, path: String, index: Int) throws(Engines
    .Shortcoming)
  {
    self.footage = footage
    self.path = path
    self.index = index
    start = footage.isStill ? 0 : clip.start
    let whole = footage.duration ?? (footage.isStill ? .infinity : clip.start + Scene.stillness)
    let end = min(clip.end ?? whole, whole)
    length = end.isFinite ? end - clip.start : Scene.stillness
    guard length > 0 else {
      throw Engines.Shortcoming(reason: "\(name) begins at \(clip.start) s, and lasts \(whole) s")
    }
  }

  /// How ffmpeg opens it.
  var input: [String] {
    (footage.isStill ? ["-loop", "1", "-framerate", "25", "-t", "\(length)"] : []) + ["-i", path]
  }

  /// The part of the graph that makes its picture.
  func picture(_ fades: Bool) -> String {
    guard footage.hasPicture else {
      return "color=c=black:s=1280x720:r=25:d=\(length),setsar=1,format=yuv420p[v\(index)]"
    }
    var steps = ["trim=start=\(start):duration=\(length)", "setpts=PTS-STARTPTS"]
    steps.append("scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:(ow-iw)/2:(oh-ih)/2")
    steps.append("setsar=1,fps=25,format=yuv420p")
    if fades { steps += ["fade=t=in:st=0:d=0.5", "fade=t=out:st=\(max(0, length - 0.5)):d=0.5"] }
    return "[\(index):v]\(steps.joined(separator: ","))[v\(index)]"
  }

  /// The part that makes its sound, silence where it has none, as long as the picture.
  func sound(_ fades: Bool) -> String {
    let form = "aresample=48000,aformat=channel_layouts=stereo"
    guard footage.hasSound else {
      return "anullsrc=r=48000:cl=stereo,atrim=duration=\(length)[a\(index)]"
    }
    var steps = ["atrim=start=\(start):duration=\(length)", "asetpts=PTS-STARTPTS", form, "apad"]
    steps.append("atrim=duration=\(length)")
    if fades { steps += ["afade=t=in:st=0:d=0.5", "afade=t=out:st=\(max(0, length - 0.5)):d=0.5"] }
    return "[\(index):a]\(steps.joined(separator: ","))[a\(index)]"
  }
}

/// The scenes one after the other.
private struct Cut {
  let scenes: [Scene]
  let fades: Bool
  /// The file of the music; nil for none.
  var music: String?

  /// What ffmpeg is told, but for the file that it makes.
  var arguments: [String] {
    let isHeard = music != nil || scenes.contains { $0.footage.hasSound }
    var graph = scenes.map { $0.picture(fades) }
    if isHeard { graph += scenes.map { $0.sound(fades) } }
    let links = scenes.indices.map { isHeard ? "[v\($0)][a\($0)]" : "[v\($0)]" }.joined()
    graph.append("\(links)concat=n=\(scenes.count):v=1:a=\(isHeard ? "1[v][a]" : "0[v]")")
    if music != nil {
      graph.append("[\(scenes.count):a]aresample=48000,aformat=channel_layouts=stereo,volume=0.4[m]")
      graph.append("[a][m]amix=inputs=2:duration=first:normalize=0[s]")
    }
    return scenes.flatMap(\.input) + (music.map { ["-i", $0] } ?? [])
      + ["-filter_complex", graph.joined(separator: ";"), "-map", "[v]"]
      + (isHeard ? ["-map", music == nil ? "[a]" : "[s]"] : ["-an"])
  }
}
