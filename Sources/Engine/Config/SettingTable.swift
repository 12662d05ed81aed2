import Catalog
import Values

/// Every setting there is: the rows below, and for those with holes one for each service and rate class.
public struct SettingTable: Sendable {
  /// The services that fill the holes.
  public let catalog: Catalog

  /// The table for a catalogue.
  public init(catalog: Catalog) { self.catalog = catalog }

  /// The setting of a name; throws a usage failure that says which name may have been meant.
  public func find(_ key: String) throws(Failure) -> Setting {
    let key = key.lowercased()
    if let setting = lookUp(key) { return setting }
    let last = key.split(separator: ".").last.map(String.init) ?? ""
    if ["token", "key", "secret", "password"].contains(last) {
      throw .usage("there is no setting '\(key)': credentials are kept in the keyring", hint: "sp auth login")
    }
    let nearest = Nearest.match(key, in: all.map(\.key)).map { "did you mean \($0)?" }
    throw .usage("there is no setting '\(key)'", hint: nearest ?? "sp config list")
  }

  /// Refuses a value that a setting does not take, also where a profile's section would give it no effect;
  /// throws for an unknown name too.
  public func check(_ key: String, _ value: String, profile: String? = nil) throws(Failure) {
    let setting = try find(key)
    if profile == Settings.sandbox, setting.kind == .address {
      throw .usage(
        "in the profile \(Settings.sandbox) every service is local",
        hint: "sp config profile add live --set \(setting.key)=\(value)")
    }
    if profile != nil, setting.kind == .profile {
      throw .usage("a profile cannot choose another one", hint: "sp config profile use \(value)")
    }
    try setting.check(value, addresses: addresses(setting))
  }

  /// Every setting with its holes filled, in the order of the table; builds every service.
  public var all: [Setting] {
    Setting.rows.filter { !$0.key.contains("<name>") }.flatMap { row in
      row.key.contains("<service>") ? catalog.providers.flatMap { filled(row, $0) } : [row]
    }
  }

  func lookUp(_ key: String) -> Setting? {
    for row in Setting.rows {
      if row.key == key { return row }
      guard row.key.utf8.contains(UInt8(ascii: "<")) else { continue }
      if let name = named(row.key, key) { return row.naming(name) }
      guard let (service, rate) = holes(row.key, key), let provider = catalog.provider(service) else {
        continue
      }
      return filled(row, provider, only: rate).first
    }
    return nil
  }

  func addresses(_ setting: Setting) -> [String] {
    guard setting.kind == .address, let service = setting.service else { return [] }
    return catalog.provider(service)?.service().addresses.map(\.name) ?? []
  }

  /// A row for each rate class of a service, or for the one named, or just for the service.
  private func filled(_ row: Setting, _ provider: Catalog.Provider, only rate: String? = nil) -> [Setting] {
    var setting = row
    setting.service = provider.name
    setting.key = row.key.replacing("<service>", with: provider.name)
    setting.help = row.help.replacing("<service>", with: provider.name)
    guard row.key.contains("<class>") else { return [setting] }
    return provider.service().classes.filter { rate == nil || $0.lowercased() == rate }.map { name in
      var setting = setting
      setting.rate = name
      setting.key = setting.key.replacing("<class>", with: name.lowercased())
      setting.help = setting.help.replacing("<class>", with: name)
      return setting
    }
  }

  /// What stands in place of `<name>`; nil where the rest differs.
  private func named(_ pattern: String, _ key: String) -> String? {
    guard pattern.hasSuffix("<name>") else { return nil }
    let lead = pattern.dropLast(6)
    guard key.hasPrefix(lead), key.utf8.count > lead.utf8.count, !key.dropFirst(lead.count).contains(".")
    else {
      return nil
    }
    return String(key.dropFirst(lead.count))
  }

  /// What stands where a pattern has its holes; nil where the rest differs.
  private func holes(_ pattern: String, _ key: String) -> (service: String, rate: String?)? {
    let expected = pattern.split(separator: ".")
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    guard expected.count == parts.count else { return nil }
    var service: String?
    var rate: String?
    for (hole, part) in zip(expected, parts) {
      switch hole {
      case "<service>": service = String(part)
      case "<class>": rate = String(part)
      default: if hole != part { return nil }
      }
    }
    return service.map { ($0, rate) }
  }
}

extension Setting {
  /// The row with a name of the person's choice.
  fileprivate func naming(_ name: String) -> Setting {
    var setting = self
    setting.key = key.replacing("<name>", with: name)
    setting.help = help.replacing("<name>", with: name)
    return setting
  }
}

extension Service {
  /// The names of its rate classes that have limits, in order.
  var classes: [String] {
    limits.map(\.rate.name).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }
  }
}
