import Testing
import Values

@testable import Sandbox

/// A request that a service's document shows, and what its answer has.
struct Documented: Sendable, CustomTestStringConvertible {
  /// The method and the path.
  var request: String
  var body: String?
  var status: Int
  /// Where the members are looked at; nil for where the service's answers begin.
  var at: String?
  /// Their names in order.
  var members: [String]
  /// Values at paths in the answer.
  var values: [String: JSON]
  var testDescription: String { "\(request) \(at ?? "")" }

  init(
    _ request: String, body: String? = nil, status: Int = 200, at: String? = nil, members: [String],
    values: [String: JSON] = [:]
  ) {
    (self.request, self.body, self.status) = (request, body, status)
    (self.at, self.members, self.values) = (at, members, values)
  }

  init(
    _ request: String, body: String? = nil, status: Int = 200, at: String? = nil, members: String,
    values: [String: JSON] = [:]
  ) {
    let names = members.split(whereSeparator: \.isWhitespace).map(String.init)
    self.init(request, body: body, status: status, at: at, members: names, values: values)
  }

  /// Sends it, and holds the answer against what is documented; answers begin at a path.
  @discardableResult
  func check(_ playground: Playground, from start: String = "") throws -> Heard {
    let heard = try playground.ask(request, body)
    #expect(heard.status == status, "\(heard.json)")
    let place = at ?? start
    #expect((place.isEmpty ? heard.json : heard.json.value(at: place))?.object?.keys == members)
    for (path, value) in values { #expect(heard.json.value(at: path) == value, "\(path)") }
    return heard
  }
}
