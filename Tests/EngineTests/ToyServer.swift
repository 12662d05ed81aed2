import Catalog
import HTTP
import Testing
import Values

/// Toyland played in memory: lists in pages without the story, unless it is asked for and the service honours that.
final class ToyServer: Transport {
  private(set) var toys: [JSON.Object]
  private let honoursFields: Bool
  /// What was asked, such as `GET /toys/t-1`, with the query of lists left out.
  private(set) var asked: [String] = []
  private var changes = 0

  init(_ toys: [JSON], honoursFields: Bool = true) {
    self.toys = toys.compactMap(\.object)
    self.honoursFields = honoursFields
    for index in self.toys.indices { stamp(index) }
  }

  /// How often the list and single records were read.
  var reads: (lists: Int, singles: Int) {
    (asked.count { $0 == "GET /toys" }, asked.count { $0.hasPrefix("GET /toys/") })
  }

  var writes: [String] { asked.filter { !$0.hasPrefix("GET") } }

  func forget() { asked = [] }

  /// Changes a record as someone else would; nil removes it.
  func change(_ id: String, _ members: JSON?) {
    guard let index = index(of: id) else { return }
    guard let members = members?.object else {
      toys.remove(at: index)
      return
    }
    for member in members.members { toys[index][member.key] = member.value }
    stamp(index)
  }

  func send(_ request: Request) throws(TransportError) -> Response {
    let path = String(request.address.path.dropFirst("/toyland/v1".count))
    asked.append("\(request.method.name) \(path)")
    let id = path.split(separator: "/").dropFirst().first.map(String.init)
    let body = (try? JSON.parse(request.body ?? []))?.object
    switch (request.method.name, id) {
    case ("GET", nil): return list(request.address.query ?? "")
    case ("POST", nil):
      var toy: JSON.Object = JSON.Object()
      toy["id"] = .string("t-\(toys.count + 1)")
      for member in body?.members ?? [] { toy[member.key] = member.value }
      toys.append(toy)
      stamp(toys.count - 1)
      return answer(.object(toys[toys.count - 1]), status: 201)
    case (let method, let id?):
      guard let index = index(of: id) else {
        return .json(
          ["success": false, "error": ["code": "NOT_FOUND", "message": "No such toy"]], status: 404)
      }
      if method == "PATCH" { change(id, body.map(JSON.object)) }
      let toy = toys[index]
      if method == "DELETE" { toys.remove(at: index) }
      return answer(.object(method == "DELETE" ? JSON.Object() : toy))
    default: return .json([:], status: 405)
    }
  }

  private func list(_ query: String) -> Response {
    var values: [Substring: Substring] = [:]
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      values[parts[0]] = parts.count == 2 ? parts[1] : ""
    }
    let size = values["limit"].flatMap { Int($0) } ?? 2
    let page = values["page"].flatMap { Int($0) } ?? 1
    let fields = honoursFields ? values["fields"]?.replacing("%2C", with: ",").split(separator: ",") : nil
    let shown = toys.dropFirst((page - 1) * size).prefix(size).map { toy in
      JSON.object(
        JSON.Object(
          unique: toy.members.filter { member in
            fields.map { $0.contains { $0 == member.key } } ?? (member.key != "story")
          }))
    }
    return .json([
      "success": true, "data": .array(Array(shown)), "meta": ["total": .number(.init(toys.count))],
    ])
  }

  private func answer(_ data: JSON, status: Status = .ok) -> Response {
    .json(["success": true, "data": data], status: status)
  }

  private func index(of id: String) -> Int? { toys.firstIndex { $0["id"]?.string == id } }

  private func stamp(_ index: Int) {
    changes += 1
    let moment = JSON.string("2025-01-01T00:00:\(changes < 10 ? "0" : "")\(changes)Z")
    if toys[index]["created_at"] == nil { toys[index]["created_at"] = moment }
    toys[index]["updated_at"] = moment
  }
}
