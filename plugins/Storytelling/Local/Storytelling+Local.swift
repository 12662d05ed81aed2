import Sandbox
import Values

extension Storytelling {
  /// How the sandbox plays SOS Storytelling.
  public static let local = LocalService(codes: [:], handlers: [:])
}
