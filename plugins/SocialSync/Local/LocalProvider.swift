import Sandbox
import Values

/// The networks as far as people meet them: the page that asks whether SocialSync may use an account.
enum LocalProvider {
  /// Asks, or with `auto=allow` and `auto=deny` answers for the person.
  static func authorize(_ visit: Visit, _ platform: String) throws(Refusal) -> Answer {
    guard SocialSync.platforms.contains(platform) else { throw Refusal(404, "Platform not supported") }
    let target = visit.value("redirect_uri") ?? ""
    let state = visit.value("state") ?? ""
    guard isOwn(target, visit) else { throw Refusal(400, "redirect_uri is not one of this application") }
    switch visit.value("auto") {
    case "allow":
      return .redirect(to: Link.text(target, [("code", code(platform, state)), ("state", state)]))
    case "deny":
      return .redirect(
        to: Link.text(
          target,
          [
            ("error", "access_denied"), ("error_description", "The person did not agree"), ("state", state),
          ]))
    default: return page(platform, visit)
    }
  }

  /// The code for a state: only the network can make it.
  static func code(_ platform: String, _ state: String) -> String {
    let key = Array("sandbox-provider/\(platform)".utf8)
    return Base64.encodeURL(HMAC.sha256(key: key, Array(state.utf8)))
  }

  /// What the service asks to be allowed.
  static func scopes(_ platform: String) -> String {
    switch platform {
    case "instagram": "instagram_basic,instagram_manage_comments,instagram_manage_messages"
    case "whatsapp": "whatsapp_business_messaging"
    default: "profile,publish,insights"
    }
  }

  /// Whether people may be sent there: to this machine or back to the sandbox, never elsewhere.
  private static func isOwn(_ target: String, _ visit: Visit) -> Bool {
    ["http://127.0.0.1:", "http://127.0.0.1/", "http://localhost:", "http://[::1]:", "\(visit.origin)/"]
      .contains { target.hasPrefix($0) }
  }

  private static func page(_ platform: String, _ visit: Visit) -> Answer {
    func link(_ choice: String) -> String {
      Link.text("", visit.query.map { ($0.name, $0.value) } + [("auto", choice)]).escapedForHTML
    }
    let scopes = (visit.value("scope") ?? "").split(separator: ",").map { "<li>\(String($0).escapedForHTML)" }
    return .html(
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>\(platform) (sandbox)</title>
      <style>body{font:16px system-ui;max-width:28em;margin:4em auto;padding:0 1em}a{display:inline-block;\
      padding:.6em 1.2em;margin-right:1em;border-radius:.4em;border:1px solid #1d4ed8;color:#1d4ed8;\
      text-decoration:none}a.allow{background:#1d4ed8;color:#fff}</style>
      <h1>\(platform)</h1><p>The sandbox plays this network. SocialSync asks to be allowed:</p>
      <ul>\(scopes.joined())</ul>
      <p><a class="allow" href="\(link("allow"))">Allow</a><a href="\(link("deny"))">Do not allow</a></p>

      """)
  }
}

extension Answer {
  /// A page.
  static func html(_ text: String) -> Answer { .file(Array(text.utf8), type: "text/html; charset=utf-8") }
}

extension String {
  /// The text with what HTML reads as markup escaped, in attributes too.
  var escapedForHTML: String {
    reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
  }
}
