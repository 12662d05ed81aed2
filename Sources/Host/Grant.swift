import Engine
import Platform
import Values

/// What a plugin may have the host do for it.
public struct Grant: Sendable, Hashable {
  /// How far it may go at a service.
  public enum Access: String, Sendable, CaseIterable {
    case read, write
  }

  /// What its executable can do with the network.
  public enum Network: String, Sendable, CaseIterable {
    /// Whatever the user can.
    case open
    /// Nothing: it is started where there is none.
    case none
    /// It declares that it does nothing, on a system that cannot hold it to that.
    case unheld
  }

  /// The services that it may ask.
  public var services: [String: Access] = [:]
  /// The tables of the cache that it may read.
  public var tables: [String] = []
  /// What its executable can do with the network.
  public var network = Network.open

  /// Nothing.
  public init() {}

  /// What a manifest asks for.
  init(manifest node: ManifestNode) throws(Failure) {
    guard let wants = try node.node("grants") else { return }
    try read(wants)
    if let network = try wants.text("network") {
      guard network == "none" else {
        throw wants.failure("has the network '\(network)'; 'none' is what can be promised")
      }
      self.network = .none
    }
  }

  /// What a file of grants holds.
  init(stored node: ManifestNode) throws(Failure) {
    try read(node)
    network = try node.word("network", default: .open)
  }

  private mutating func read(_ node: ManifestNode) throws(Failure) {
    for member in try node.node("services")?.value.object?.members ?? [] {
      guard let access = member.value.string.flatMap(Access.init) else {
        throw node.failure("wants '\(member.key)' for something else than read or write")
      }
      services[member.key] = access
    }
    tables = try node.texts("tables")
  }

  /// The grant as JSON.
  var json: JSON {
    let members = services.sorted { $0.key < $1.key }.map {
      JSON.Object.Member(key: $0.key, value: .string($0.value.rawValue))
    }
    return [
      "services": .object(JSON.Object(unique: members)), "tables": .array(tables.map(JSON.string)),
      "network": .string(network.rawValue),
    ]
  }

  /// One line for each thing that it may do through the host.
  public var lines: [String] {
    let services = services.sorted { $0.key < $1.key }.map { name, access in
      access == .write ? "ask \(name), also to change and pay things" : "ask \(name), to read only"
    }
    return services + tables.sorted().map { "read the table \($0) of the cache" }
  }

  /// The grant in one line, for tables: `snackprompt:write, table prompts, no network`.
  public var summary: String {
    let limits = [
      Network.open: [], .none: ["no network"], .unheld: ["network declared none, not held to it"],
    ]
    return
      (services.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.rawValue)" }
      + tables.sorted().map { "table \($0)" } + (limits[network] ?? [])).joined(separator: ", ")
  }

  /// The same, as far as this system can hold an executable to it.
  public var heldHere: Grant {
    guard network != .open else { return self }
    var grant = self
    grant.network = Seclusion.problem == nil ? .none : .unheld
    return grant
  }
}
