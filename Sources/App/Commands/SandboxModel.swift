import Engine
import HTTP
import Sandbox
import Values

/// The language model that writes in the sandbox, where the settings name one.
enum SandboxModel {
  /// What the keyring keeps its key under.
  static let credential = "sandbox.llm"

  /// How long a model may take at least.
  private static let patience = TimeSpan.minutes(2)

  /// The engine that asks the model; nil where none is set.
  static func engine(_ session: Session) throws(Failure) -> (any TextEngine)? {
    let settings = try session.settings()
    guard let text = settings["sandbox.llm.url"], let address = Address(text) else { return nil }
    let key = try session.credentials(settings).secret(
      named: credential, profile: settings.profile, address: address)
    guard key == nil || address.scheme == "https" || address.isLoopback else {
      throw Failure(
        .authentication, "the credential \(credential) is not sent to \(address.origin) over plain http",
        code: "credential_transport", hint: "use an https URL for sandbox.llm.url")
    }
    return ModelEngine(
      at: address, interface: settings["sandbox.llm.interface"].flatMap(ModelEngine.Interface.init),
      model: settings["sandbox.llm.model"] ?? "", secret: key?.secret,
      timeout: max(settings.span("timeout") ?? .zero, patience), over: try session.remoteTransport(settings))
  }
}
