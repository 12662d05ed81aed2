import HTTP
import Values

/// What a person is asked at a provider, and how the provider's answer is known to belong to it.
struct ProviderConsent {
  /// Where the person is asked.
  let address: Address
  /// What the answer must repeat.
  let state: String

  /// Reads the address that a service gave; nil when it is none, or has no state to know the answer by.
  init?(_ text: String) {
    guard let address = Address(text),
      let state = Call.pairs(address.query ?? "").last(where: { $0.0 == "state" })?.1, !state.isEmpty
    else { return nil }
    self.address = address
    self.state = state
  }

  /// The same address, from which the person comes back to another place.
  func address(returningTo target: String) -> Address {
    let pairs = Call.pairs(address.query ?? "").filter { $0.0 != "redirect_uri" }
    let bare = Address(address.origin + address.path) ?? address
    return bare.with(query: pairs + [("redirect_uri", target)])
  }

  /// The code in the provider's answer; refuses one that belongs to another request, and tells why there is none.
  func code(in answer: [(String, String)]) throws(Failure) -> String {
    func value(_ name: String) -> String? { answer.last { $0.0 == name }?.1 }
    guard HMAC.equal(Array((value("state") ?? "").utf8), Array(state.utf8)) else {
      throw Failure(
        .authentication, "the answer does not belong to this request: its state is another one",
        code: "wrong_state", hint: "begin anew, and use the newest address only")
    }
    if let error = value("error") {
      let reason = value("error_description").map { " (\($0))" } ?? ""
      throw Failure(
        .refused, "the provider did not agree: \(error)\(reason)", code: "denied",
        hint: "begin anew, and agree in the browser")
    }
    guard let code = value("code"), !code.isEmpty else {
      throw Failure(.other, "the provider answered without a code", code: "unreadable_answer")
    }
    return code
  }
}
