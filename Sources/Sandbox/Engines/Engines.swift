import Platform
import Values

/// What makes content for the services, so that no service makes its own: texts, pictures, and by the user's programs
/// sounds and videos.
public struct Engines {
  /// What writes texts.
  public var text: any TextEngine
  /// What the programs see.
  var environment: Environment

  /// The engines of this machine, unless others stand in for them.
  public init(text: any TextEngine = LocalWriter(), environment: Environment = .process) {
    self.text = text
    self.environment = environment.withoutSecrets
  }

  /// Why something could not be made, for people, with what to do about it.
  public struct Shortcoming: Error, Sendable {
    /// The reason, as a sentence without a full stop.
    public let reason: String
  }

  /// A picture that follows from its description: a PNG, the same for the same words.
  public static func image(_ prompt: String, width: Int, height: Int, isFine: Bool) -> [UInt8] {
    Painting(prompt, width: width, height: height, cell: isFine ? 2 : 4).png()
  }

  /// A short silent film that follows from its description, in YUV4MPEG2; width and height are even.
  public static func film(_ prompt: String, width: Int, height: Int, frames: Int) -> [UInt8] {
    let painting = Painting(prompt, width: width + frames, height: height, cell: 1)
    return Film(painting: painting, width: width, height: height, frames: frames).y4m()
  }

  /// Runs a program with a time-out and returns what it wrote; `advice` says how to get it where it is missing.
  func run(
    _ name: String, _ arguments: [String], input: [UInt8]? = nil, timeout: TimeSpan, advice: String
  ) throws(Shortcoming) -> [UInt8] {
    guard let program = path(of: name) else {
      throw Shortcoming(reason: "\(name) is not installed; \(advice)")
    }
    do {
      let (status, output) = try Subprocess.run(
        [program] + arguments, input: input, environment: environment, timeout: timeout, inheritError: false,
        limit: 512 << 20)
      guard status == 0 else { throw Shortcoming(reason: "\(name) failed with status \(status)") }
      return output
    } catch {
      throw (error as? Shortcoming) ?? Shortcoming(reason: "\(name): \(error)")
    }
  }

  /// Where a program is on the user's PATH; nil where it is not.
  func path(of name: String) -> String? {
    (environment.nonEmpty("PATH") ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first(where: Files.isExecutable)
  }
}
