import Catalog
import Values

extension Settings {
  /// A row of `sp config list`.
  public struct Listing: Sendable, Hashable {
    /// The setting's name.
    public var key: String
    /// Its value; nil where none is set or built in.
    public var value: String?
    /// Where the value comes from.
    public var origin: Origin
    /// What the setting is for.
    public var help: String
  }

  /// Every setting with the value that holds, in the order of the table; a value that is not understood stands
  /// as it is written. Builds every service.
  public func listing() -> [Listing] {
    var rows: [Listing] = []
    for setting in table.all {
      let value = value(setting.key)
      rows.append(
        Listing(
          key: setting.key, value: (try? effective(setting)) ?? value?.text,
          origin: value?.origin ?? .builtIn,
          help: setting.help))
    }
    return rows
  }

  /// What holds for a service when the setting itself is not set.
  private func effective(_ setting: Setting) throws(Failure) -> String? {
    guard let name = setting.service, let service = table.catalog.provider(name)?.service() else {
      return nil
    }
    guard let rate = setting.rate else { return try addressText(of: service) }
    let isEnforced = setting.key.hasPrefix("sandbox.")
    let limits = isEnforced ? try sandboxLimits(of: service, default: "off") : try limits(of: service)
    return Setting.text(limits.filter { $0.rate.name == rate })
  }

  /// The address in use; a service without a documented one has none until it is set.
  private func addressText(of service: Service) throws(Failure) -> String? {
    if value("\(service.name).url") == nil, profile != Settings.sandbox, service.addresses.isEmpty {
      return nil
    }
    return try address(of: service)?.text ?? Setting.local
  }
}
