import Catalog
import HTTP
import Values

extension Settings {
  /// The base address of a service; nil when the in-process sandbox plays it.
  ///
  /// A profile that names none means the first documented one. Nothing makes the profile `sandbox` reach out.
  public func address(of service: Service) throws(Failure) -> Address? {
    if isLocal(service) { return nil }
    let key = "\(service.name).url"
    guard let value = value(key) else { return try documented(service, service.addresses.first) }
    if let named = service.addresses.first(where: { $0.name == value.text }) {
      return try documented(service, named)
    }
    do throws(Failure) { try table.check(key, value.text) } catch {
      throw .usage("\(value.origin): \(error.message)", hint: error.hint)
    }
    return Settings.base(value.text)
  }

  /// Whether the in-process sandbox plays a service.
  public func isLocal(_ service: Service) -> Bool {
    profile == Settings.sandbox || self["\(service.name).url"] == Setting.local
  }

  /// Whether anything says where a service is: some have no documented address, until a profile names one.
  public func hasAddress(of service: Service) -> Bool {
    isLocal(service) || !service.addresses.isEmpty || value("\(service.name).url") != nil
  }

  private func documented(_ service: Service, _ named: Service.Address?) throws(Failure) -> Address? {
    if let named, let address = Settings.base(named.url) { return address }
    throw .usage(
      "there is no documented address of \(service.title)",
      hint: "sp config set --profile \(profile) \(service.name).url URL")
  }

  private static func base(_ text: String) -> Address? {
    var text = Substring(text)
    while text.hasSuffix("/") { text.removeLast() }
    return Address(String(text))
  }

  // MARK: Limits

  /// The limits to keep to when asking a service: the documented ones, or for the in-process sandbox those it
  /// enforces, with the settings for single rate classes in place of them.
  public func limits(of service: Service) throws(Failure) -> [RateLimit] {
    var base = isLocal(service) ? try sandboxLimits(of: service, default: "off") : service.limits
    if let choice = self["limits"] { base = choice == "off" ? [] : service.limits }
    return try overridden(base, service) { "\(service.name).limit.\($0)" }
  }

  /// The limits that the sandbox enforces for a service; `fallback` is what an unset `sandbox.limits` means.
  public func sandboxLimits(of service: Service, default fallback: String) throws(Failure) -> [RateLimit] {
    let base = (self["sandbox.limits"] ?? fallback) == "off" ? [] : service.limits
    return try overridden(base, service) { "sandbox.limit.\(service.name).\($0)" }
  }

  private func overridden(
    _ base: [RateLimit], _ service: Service, key: (String) -> String
  ) throws(Failure) -> [RateLimit] {
    var limits = base
    for name in service.classes {
      guard let value = value(key(name)) else { continue }
      guard let own = Setting.limits(value.text, RateClass(name)) else {
        do throws(Failure) { try table.check(key(name), value.text) } catch {
          throw .usage("\(value.origin): \(error.message)", hint: error.hint)
        }
        continue
      }
      limits = limits.filter { $0.rate.name != name } + own
    }
    return limits
  }
}
