import Catalog
import Engine
import HTTP
import Platform
import Values

/// `sp credential`: the keyring as a credential helper of git and of whoever speaks its protocol.
enum CredentialCommand {
  static let all: [Builtin] = [
    Builtin(
      Command(
        "credential", "Keep credentials for git and other programs, by git's helper protocol",
        detail: """
          Reads key=value lines from standard input and answers in the same form (gitcredentials(7)). The keyring \
          keeps what git stores; a credential of a service is given out too, to who asks for its host, with the \
          name of the profile as the username. With git config credential.helper '!sp credential', git asks here.
          """,
        arguments: [
          .argument("OPERATION", "get, store or erase; any other does nothing, as the protocol wants")
        ],
        examples: [
          .example(
            "What git would get", "printf 'protocol=https\\nhost=example.com\\n\\n' | sp credential get")
        ]),
      run: run)
  ]

  private static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let operation = invocation.argument("OPERATION") ?? ""
    if operation == "capability" {
      try Failure.local { try session.console.write("version 0\n") }
      return .success
    }
    guard ["get", "store", "erase"].contains(operation) else { return .success }
    let message = try read(session)
    let keyring = try session.credentials(session.settings()).keyring
    let tokens = ServiceTokens(keyring, session, message)
    switch operation {
    case "get":
      if let answer = try tokens.find() {
        try write(answer, session)
      } else if let answer = try keyring.login(for: message) {
        try write(answer, session)
      }
    case "store":
      if try !tokens.store() { try keyring.keep(login: message) }
    default:
      try tokens.erase()
      try keyring.eraseLogins(for: message)
    }
    return .success
  }

  private static func read(_ session: Session) throws(Failure) -> CredentialMessage {
    let bytes = try session.standardInput()
    do throws(CredentialMessage.Problem) {
      return try CredentialMessage(parsing: bytes)
    } catch {
      throw .usage("who asks for a credential \(error.reason)", hint: "man gitcredentials")
    }
  }

  private static func write(_ answer: CredentialMessage, _ session: Session) throws(Failure) {
    let bytes: [UInt8]
    do throws(CredentialMessage.Problem) { bytes = try answer.bytes().dropLast() } catch {
      throw Failure(.authentication, "the keyring \(error.reason)", code: "credential_helper")
    }
    try Failure.local { try session.console.write(String(decoding: bytes, as: UTF8.self)) }
  }
}

/// The credentials of services that a message is about: those for its host, in the profile it names or in any.
private struct ServiceTokens {
  private let keyring: Keyring
  private let session: Session
  private let message: CredentialMessage
  private let origin: String?

  init(_ keyring: Keyring, _ session: Session, _ message: CredentialMessage) {
    self.keyring = keyring
    self.session = session
    self.message = message
    origin = Address("\(message["protocol"] ?? "")://\(message["host"] ?? "")")?.origin
  }

  /// The one of the profile in force, else the first.
  func find() throws(Failure) -> CredentialMessage? {
    let current = try session.profileName()
    let fitting = try fitting().filter { !$0.credential.isExpired(at: session.clock.now()) }
    guard let entry = fitting.first(where: { $0.profile == current }) ?? fitting.first else { return nil }
    return [
      "protocol": message["protocol"], "host": message["host"], "username": entry.profile,
      "password": entry.credential.secret,
      "password_expiry_utc": entry.credential.expires.map { String($0.milliseconds / 1000) },
    ]
  }

  /// Keeps the password as the credential of a service, where the username is a profile that has the service at
  /// this address; false where it is not.
  func store() throws(Failure) -> Bool {
    guard let origin, let profile = message["username"], let secret = message["password"],
      try session.config().profiles.contains(profile)
    else { return false }
    let settings = try session.settings(profile)
    var isKept = false
    for provider in session.table.catalog.everyProvider {
      let service = provider.service()
      guard let address = try? settings.address(of: service), address.origin == origin else { continue }
      try keyring.store(
        secret, origin: origin, expires: message.expires, service: service.name, profile: profile)
      isKept = true
    }
    return isKept
  }

  func erase() throws(Failure) {
    for entry in try fitting() where message["password"].map({ $0 == entry.credential.secret }) ?? true {
      try keyring.erase(entry.service, profile: entry.profile)
    }
  }

  private func fitting() throws(Failure) -> [Keyring.Entry] {
    guard let origin else { return [] }
    return try keyring.entries().filter { entry in
      entry.credential.origin == origin && message["username"].map { $0 == entry.profile } ?? true
    }
  }
}
