import Catalog
import HTTP
import Values

extension Setting {
  /// What a setting takes.
  public enum Kind: Sendable, Hashable {
    /// Any text.
    case text
    /// One of these words.
    case word([String])
    /// A length of time.
    case span
    /// A whole number of at least 1.
    case count
    /// An absolute path, or one that begins with `~/`.
    case path
    /// A documented name of an address, `local` for the in-process sandbox, or a URL.
    case address
    /// An absolute URL.
    case url
    /// Limits such as `10/1m,1000/1d`, or `none`.
    case limits
    /// The name of a profile.
    case profile
    /// `gpg:<recipient>` or `none`.
    case encryption
  }

  /// Refuses a value that the setting does not take; `addresses` are the documented names of its service's.
  func check(_ value: String, addresses: [String] = []) throws(Failure) {
    if isAcceptable(value, addresses) { return }
    // What stands before an @ in a URL may be a password.
    let shown =
      (kind == .address || kind == .url) && value.contains("@") ? "one with a user name" : "'\(value)'"
    throw .usage("\(key) takes \(expectation(addresses)), not \(shown)", hint: suggestion(value, addresses))
  }

  private func isAcceptable(_ value: String, _ addresses: [String]) -> Bool {
    switch kind {
    case .text: true
    case .word(let words): words.contains(value)
    case .span: TimeSpan(value) != nil
    case .count: (Int(value) ?? 0) > 0 && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
    case .path: value.hasPrefix("/") || value.hasPrefix("~/")
    case .address: value == Setting.local || addresses.contains(value) || Setting.isBase(value)
    case .url: Setting.isBase(value)
    case .limits: Setting.limits(value, RateClass(rate ?? "")) != nil
    case .profile: Config.isProfileName(value)
    case .encryption: value == "none" || Keyring.Encryption(value) != nil
    }
  }

  private func expectation(_ addresses: [String]) -> String {
    switch kind {
    case .text: "a text"
    case .word(let words): "one of \(words.joined(separator: ", "))"
    case .span: "a length of time such as 20m or 1h30m"
    case .count: "a whole number of at least 1"
    case .path: "an absolute path"
    case .address: "a URL with http or https, \((addresses + [Setting.local]).joined(separator: " or "))"
    case .url: "a URL with http or https"
    case .limits: "limits such as 10/1m or 10/1m,1000/1d, or none"
    case .profile: "the name of a profile"
    case .encryption: "gpg:<recipient> or none"
    }
  }

  private func suggestion(_ value: String, _ addresses: [String]) -> String? {
    Nearest.match(value, in: words(addresses)).map { "did you mean \($0)?" }
  }

  /// All there is to know about it, in full sentences: what it is for and takes, its default, where else it is set.
  public var manual: String {
    var sentences = ["\(help)."]
    sentences.append("Takes \(expectation([])).")
    if let fallback { sentences.append("The default is \(fallback).") }
    if let option { sentences.append("--\(option) does it for one command.") }
    if !variables.isEmpty {
      sentences.append("Heeds \(variables.map(\.name).joined(separator: ", ")) too, after \(variable).")
    }
    return sentences.joined(separator: " ")
  }

  /// The words among the values it takes; `addresses` are the documented names of its service's.
  func words(_ addresses: [String] = []) -> [String] {
    switch kind {
    case .word(let words): words
    case .address: addresses + [Setting.local]
    case .limits, .encryption: ["none"]
    default: []
    }
  }

  /// The word for the in-process sandbox among addresses.
  static let local = "local"

  /// Whether a text can be a base address: absolute, without a query.
  static func isBase(_ text: String) -> Bool {
    guard let address = Address(text) else { return false }
    return address.query == nil
  }

  /// Reads `10/1m,1000/1d`; empty for `none`, nil for what cannot be read.
  static func limits(_ text: String, _ rate: RateClass) -> [RateLimit]? {
    if text == "none" { return [] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let limits = parts.compactMap { RateLimit(rate, parsing: $0.filter { $0 != " " }) }
    return limits.count == parts.count ? limits : nil
  }

  /// The opposite of `limits`.
  static func text(_ limits: [RateLimit]) -> String {
    if limits.isEmpty { return "none" }
    return limits.map(\.text).joined(separator: ",")
  }
}
