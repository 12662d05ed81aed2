import Catalog
import Database
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// A client of Toyland over a wire that the test holds.
struct ClientFixture {
  let wire = Wire()
  let time = VirtualTime()
  var service = Toys.service
  var credential: Credential?
  var gate: RateGate?

  func client() throws -> Client {
    let address = try #require(Address("https://toys.example/v1"))
    let parts = Client.Parts(
      address: address, transport: wire, credential: credential, gate: gate, timeout: .seconds(30),
      trace: nil)
    return Client(service, parts, clock: time.clock())
  }

  /// Sends and checks that every answer was asked for.
  func send(_ call: Call) throws -> Answer {
    defer { wire.finish() }
    return try client().send(call)
  }

  static let key = Ledger.Key(service: "toyland", credential: "a")

  /// The ledger as one process sees it.
  func ledger(in home: TemporaryDirectory) throws -> Ledger {
    let state = try Connection(path: "\(home.path)/state.db")
    try state.migrate(StateSchema.migrations)
    return Ledger(state, clock: time.clock())
  }

  func gate(_ ledger: Ledger, _ patience: RateGate.Patience) -> RateGate {
    RateGate(
      ledger, key: Self.key,
      bounds: service.limits.map { .init(limit: $0, origin: .documented, documented: $0) },
      patience: patience, clock: time.clock()
    ) { _, _ in
    }
  }

  static let read = Call(.get, "/toys", rate: .read)

  static func write(_ method: Endpoint.Method = .post, _ path: String = "/toys") -> Call {
    var call = Call(method, path, rate: .write)
    if method != .delete { call.body = ["name": "Ball"] }
    return call
  }
}
