import HTTP
import Platform
import Values

/// A program that keeps credentials, spoken to as git speaks to its own (gitcredentials(7)).
///
/// `!command` is a shell command, an absolute path a program with arguments, any other name the program
/// `git-credential-<name>`, on PATH or among git's own.
public struct CredentialHelper: Sendable {
  /// What is asked of it.
  enum Verb: String { case get, store, erase }

  /// What a `get` brought.
  enum Answer: Sendable {
    case found(secret: String, expires: Timestamp?)
    case nothing
    /// It wants no other helper to be asked.
    case quit
  }

  /// The value of the setting `credential.helper`.
  public let setting: String
  private let environment: Environment
  private let timeout: TimeSpan

  /// A helper that may take `timeout` for an answer.
  public init(_ setting: String, environment: Environment, timeout: TimeSpan = .seconds(10)) {
    self.setting = setting
    self.environment = environment
    self.timeout = timeout
  }

  /// What messages call it: the name without arguments, since those may be anything.
  public var name: String {
    setting.hasPrefix("!") ? "!…" : setting.split(separator: " ").first.map(String.init) ?? setting
  }

  /// The program that it is: a name or an absolute path; nil for a shell command.
  public var program: String? {
    if setting.hasPrefix("!") { return nil }
    return setting.hasPrefix("/") ? name : "git-credential-\(name)"
  }

  func get(_ address: Address, username: String) throws(Failure) -> Answer {
    let request = request(address, username, secret: nil, expires: nil)
    let answer = try parse(try run(.get, request))
    if let quit = answer["quit"], ["1", "true"].contains(quit) { return .quit }
    guard let secret = answer["password"], !secret.isEmpty else { return .nothing }
    try checkPlace(answer, against: request)
    return .found(secret: secret, expires: answer.expires)
  }

  func store(_ secret: String, _ address: Address, username: String, expires: Timestamp?) throws(Failure) {
    _ = try run(.store, request(address, username, secret: secret, expires: expires))
  }

  func erase(_ address: Address, username: String) throws(Failure) {
    _ = try run(.erase, request(address, username, secret: nil, expires: nil))
  }

  private func request(
    _ address: Address, _ username: String, secret: String?, expires: Timestamp?
  ) -> CredentialMessage {
    let host = address.origin.dropFirst(address.scheme.count + 3)
    return [
      "protocol": address.scheme, "host": String(host), "username": username, "password": secret,
      "password_expiry_utc": expires.map { String($0.milliseconds / 1000) },
    ]
  }

  /// A helper may not give a credential of another place for this one.
  private func checkPlace(
    _ answer: CredentialMessage, against request: CredentialMessage
  ) throws(Failure) {
    for key in ["protocol", "host", "username"] {
      guard let value = answer[key], value != request[key] else { continue }
      throw failure("answered for another \(key)")
    }
  }

  private func parse(_ bytes: [UInt8]) throws(Failure) -> CredentialMessage {
    do throws(CredentialMessage.Problem) {
      return try CredentialMessage(parsing: bytes)
    } catch {
      throw failure(error.reason)
    }
  }

  // MARK: Running

  private func run(_ verb: Verb, _ message: CredentialMessage) throws(Failure) -> [UInt8] {
    let input: [UInt8]
    do throws(CredentialMessage.Problem) {
      input = try message.bytes()
    } catch {
      throw failure(error.reason)
    }
    let result: (status: Int32, output: [UInt8])
    do throws(SystemError) {
      result = try Subprocess.run(
        ["/bin/sh", "-c", "\(command) \(verb.rawValue)"], input: input,
        environment: environment.withoutSecrets, timeout: timeout, limit: 1 << 20)
    } catch {
      if error.isInterrupted { throw Failure(system: error) }
      throw failure(error.isTimeout ? "did not answer within \(timeout.text)" : "failed: \(error.reason)")
    }
    guard result.status == 0 else { throw failure("ended with \(result.status)") }
    return result.output
  }

  private var command: String {
    if setting.hasPrefix("!") { return String(setting.dropFirst()) }
    if setting.hasPrefix("/") { return setting }
    let program = "git-credential-\(name)"
    return (environment.program(program) == nil ? "git credential-" : "git-credential-") + setting
  }

  private func failure(_ reason: String) -> Failure {
    Failure(
      .authentication, "the credential helper \(name) \(reason)", code: "credential_helper",
      hint: "sp config list shows what credential.helper is")
  }
}
