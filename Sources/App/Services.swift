import Catalog
import Sandbox
import SnackPrompt

/// The list of services: what their modules bring into the catalogue, and how the sandbox plays them.
public enum Services {
  /// What the services' modules provide, in the order of the house.
  public static let catalog = Catalog([SnackPrompt.provider])

  /// The rules by which the sandbox plays each service, built when used.
  static let rules: [String: @Sendable () -> LocalService] = [
    "snackprompt": { SnackPrompt.local }
  ]
}
