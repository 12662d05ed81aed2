extension Service {
  /// What is wrong with the service's own row.
  public var violations: [Violation] {
    var inspection = Inspection(name)
    inspection.requireWord(name, "name")
    inspection.requireLine(title, "title")
    inspection.requireLine(summary, "summary")
    inspection.requireUnique(addresses.map(\.name), "addresses")
    for address in addresses {
      inspection.requireWord(address.name, "name of an address")
      inspection.require(
        ["https://", "http://"].contains { address.url.hasPrefix($0) } && !address.url.hasSuffix("/"),
        "the address \(address.url) is not absolute and without a final slash")
    }
    inspection.require(
      mount.isEmpty || mount.hasPrefix("/") && !mount.hasSuffix("/"),
      "the mount '\(mount)' is not a path without a final slash")
    inspection.require(!envelope.message.isEmpty, "its errors have no message")
    inspection.require(paging.largest ?? 1 > 0, "its pages have no room")
    for limit in limits {
      inspection.requireWord(limit.rate.name, "rate class")
      inspection.require(limit.rate != .unlimited, "the class without a limit has one")
      inspection.require(
        limit.count > 0 && limit.window.milliseconds > 0,
        "the limit of '\(limit.rate.name)' lets nothing through")
    }
    return inspection.violations
  }
}
