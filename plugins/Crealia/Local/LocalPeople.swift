import Sandbox
import Values

/// Accounts: signing up, signing in, and who somebody is.
enum LocalPeople {
  /// How long a session lasts, as NextAuth's sessions do unless told otherwise.
  private static let session = TimeSpan.days(30)

  /// Makes an account; its data begins empty.
  @Sendable static func signUp(_ call: Call) throws(Refusal) -> Answer {
    let email = call.body["email"]?.string?.lowercased() ?? ""
    let people = try call.store.common.records("people")
    guard try people.find(email) == nil else {
      throw .because(409, "Conflict", "\(email) has an account already")
    }
    let credential = String(SHA256.hex(of: Array(email.utf8)).prefix(16))
    let person = person(
      email, call.body["name"]?.string ?? "", password: call.body["password"]?.string ?? "",
      credential: credential, salt: call.nonce(), at: call.store.now)
    try people.put(person)
    return .record(.of(["success": true, "userId": person["userId"] ?? .null]))
  }

  /// Sends a person on with the session's cookie; who it is lies before its first dot.
  @Sendable static func signIn(_ call: Call) throws(Refusal) -> Answer {
    let people = try call.store.common.records("people")
    let email = call.body["email"]?.string?.lowercased() ?? ""
    let password = call.body["password"]?.string ?? ""
    guard var person = try people.find(email),
      person["hash"]?.string == hash(password, salt: person["salt"]?.string ?? "")
    else { throw .because(401, "Unauthorized", "The e-mail address or the password is wrong") }
    person["seenAt"] = .string(call.store.now.rfc3339)
    try people.put(person)
    let token = "\(person["credential"]?.string ?? "").\(call.nonce())"
    var answer = Answer.redirect(to: "\(call.origin)/api/auth/callback/credentials")
    answer.headers.append(
      (
        "Set-Cookie",
        "next-auth.session-token=\(token); Path=/; Expires=\((call.store.now + session).httpDate); HttpOnly; SameSite=Lax"
      ))
    return answer
  }

  /// A new person; whoever signs in gets the account that the credential names.
  static func person(
    _ email: String, _ name: String, password: String, credential: String, salt: String, at now: Timestamp
  ) -> JSON.Object {
    .of([
      "email": .string(email), "name": .string(name),
      "userId": .string(Account(credential: credential).userID), "credential": .string(credential),
      "salt": .string(salt), "hash": .string(hash(password, salt: salt)), "createdAt": .string(now.rfc3339),
      "seenAt": .string(now.rfc3339),
    ])
  }

  private static func hash(_ password: String, salt: String) -> String {
    SHA256.hex(of: Array("\(salt):\(password)".utf8))
  }

  /// Who has the account; nil for an account that a credential alone names.
  static func person(of store: Store) throws(Refusal) -> JSON.Object? {
    try store.common.records("people").all(where: "userId", is: store.userID).first
  }

  /// The name that others see.
  static func name(of store: Store) throws(Refusal) -> String {
    try person(of: store)?["name"]?.string ?? store.account.name
  }

  /// The e-mail address; that of an account that a credential alone names is made up.
  static func email(of store: Store) throws(Refusal) -> String {
    try person(of: store)?["email"]?.string ?? "\(store.account.name)@example.com"
  }
}
