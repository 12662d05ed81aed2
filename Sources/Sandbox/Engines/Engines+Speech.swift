import Values

extension Engines {
  /// A sound and what it is.
  public struct Sound: Sendable {
    /// The file.
    public let bytes: [UInt8]
    /// `audio/mpeg`, or `audio/wav` without ffmpeg.
    public let type: String
    /// How long it lasts, in seconds.
    public let duration: Double
  }

  /// Says a text by espeak-ng in the language it seems to be in; `voice` chooses one of its speakers, `speed` 1 is
  /// the usual pace. An MP3 where ffmpeg is there, else a WAV.
  public func speech(_ text: String, voice: String, speed: Double) throws(Shortcoming) -> Sound {
    let speakers = ["m1", "m3", "f1", "m7", "f2", "f4"]
    let speaker = speakers[voice.utf8.reduce(0) { $0 + Int($1) } % speakers.count]
    let pace = min(max(Int(175 * speed), 80), 450)
    let wave = try run(
      "espeak-ng",
      ["-v", "\(Engines.language(of: text))+\(speaker)", "-s", "\(pace)", "--stdin", "--stdout"],
      input: Array(text.utf8), timeout: .seconds(60), advice: "install it: apt install espeak-ng")
    let duration = Engines.duration(ofWave: wave) ?? 0
    guard path(of: "ffmpeg") != nil else { return Sound(bytes: wave, type: "audio/wav", duration: duration) }
    let mp3 = try run(
      "ffmpeg",
      ["-hide_banner", "-loglevel", "error", "-f", "wav", "-i", "pipe:0", "-f", "mp3", "pipe:1"],
      input: wave, timeout: .seconds(60), advice: Engines.ffmpegAdvice)
    return Sound(bytes: mp3, type: "audio/mpeg", duration: duration)
  }

  static let ffmpegAdvice = "install it: apt install ffmpeg"

  /// `fr` where letters or words are French, else `en`.
  static func language(of text: String) -> String {
    let text = text.lowercased()
    if text.contains(where: { "éèêàùçœîôû".contains($0) }) { return "fr" }
    let words = Set(text.split { !$0.isLetter }.map(String.init))
    return words.isDisjoint(with: ["le", "la", "les", "bonjour", "est", "vous", "une", "pour", "avec"])
      ? "en" : "fr"
  }

  /// How long a WAV lasts, in seconds: the length of its samples by their rate. Nil for what is none.
  static func duration(ofWave bytes: [UInt8]) -> Double? {
    guard bytes.count >= 44, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WAVE".utf8) else {
      return nil
    }
    func number(_ index: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) } }
    var index = 12
    var rate = 0
    while index + 8 <= bytes.count {
      let size = number(index + 4)
      if bytes[index..<(index + 4)].elementsEqual("fmt ".utf8), index + 20 <= bytes.count {
        rate = number(index + 16)
      } else if bytes[index..<(index + 4)].elementsEqual("data".utf8) {
        // A program that writes to a pipe cannot go back to fill in the length.
        let length = min(size, bytes.count - index - 8)
        return rate > 0 ? Double(length) / Double(rate) : nil
      }
      index += 8 + size + size % 2
    }
    return nil
  }

  /// How long a sound or a video lasts, in seconds: by its own header, by ffprobe where it is there, else by its
  /// size at 128 kbit/s.
  public func duration(_ bytes: [UInt8]) -> Double {
    if let duration = Engines.duration(ofWave: bytes) { return duration }
    return probed(bytes)?.duration ?? Double(bytes.count) / 16_000
  }
}
