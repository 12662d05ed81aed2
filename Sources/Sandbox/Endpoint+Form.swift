import Catalog
import HTTP
import Values

/// What a form brought: its values, and the files sent along.
struct CheckedForm {
  var values = JSON.Object()
  var uploads: [String: Upload] = [:]
}

/// A file that was sent along.
public struct Upload: Sendable {
  /// Its name on the sender's machine.
  public let name: String
  /// What it is, by its first bytes, else by its name.
  public let type: String
  /// Its content.
  public let bytes: ArraySlice<UInt8>
}

extension Endpoint {
  /// The most bytes of a file that the row takes; nil where it takes none.
  var largestUpload: Int? { body.first { $0.kind == .file }?.length?.upperBound }

  /// The parts of a form that the row names, checked like the members of a JSON body; what it does not name is
  /// passed over. A file beyond its length is refused as `tooLarge`.
  func checkedForm(_ request: SandboxRequest, tooLarge: Refusal) throws(Refusal) -> CheckedForm {
    let parts = try Endpoint.parts(request)
    var form = CheckedForm()
    var problems: [(field: String, reason: String)] = []
    for parameter in body {
      let part = parts.first { $0.name == parameter.name }
      if part == nil && !parameter.isRequired { continue }
      guard parameter.kind == .file else {
        let texts = part.map { [String(decoding: $0.content, as: UTF8.self)] } ?? []
        switch parameter.read(texts) {
        case .success(let value): form.values[parameter.name] = value
        case .failure(let problem): problems.append((parameter.name, problem.reason))
        }
        continue
      }
      guard let part, let name = part.filename else {
        problems.append((parameter.name, "must be a file"))
        continue
      }
      if let length = parameter.length, part.content.count > length.upperBound { throw tooLarge }
      form.uploads[parameter.name] = Upload(
        name: name, type: MediaType.of(name: name, head: part.content.prefix(MediaType.headSize)),
        bytes: part.content)
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    return form
  }

  private static func parts(_ request: SandboxRequest) throws(Refusal) -> [Multipart.Received] {
    do throws(Multipart.Problem) {
      return try Multipart.parse(request.body, contentType: request.headers["Content-Type"] ?? "")
    } catch {
      throw Refusal(400, "The body must be a form with a file; it \(error.reason)")
    }
  }
}
