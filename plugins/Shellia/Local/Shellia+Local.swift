import Sandbox
import Values

extension Shellia {
  /// How the sandbox plays Shellia AI.
  public static let local = LocalService(codes: [:], handlers: [:])
}
