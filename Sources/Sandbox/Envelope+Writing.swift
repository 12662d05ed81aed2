import Catalog
import Values

extension Envelope {
  /// The bytes of a success: the payload and its meta where the service keeps them.
  func success(_ answer: Answer, at override: String?) -> [UInt8] {
    let data = override ?? self.data
    var bytes: [UInt8] = []
    guard !data.isEmpty else {
      answer.payload.write(to: &bytes)
      return bytes
    }
    if answer.meta == nil, answer.beside.isEmpty, isFlat(data), success.map(isFlat) ?? true {
      bytes.append(UInt8(ascii: "{"))
      if let success {
        JSON.quote(success, into: &bytes)
        bytes.append(contentsOf: ":true,".utf8)
      }
      JSON.quote(data, into: &bytes)
      bytes.append(UInt8(ascii: ":"))
      answer.payload.write(to: &bytes)
      bytes.append(UInt8(ascii: "}"))
      return bytes
    }
    var tree = JSON.object(JSON.Object())
    if let success { tree.set(true, at: success) }
    tree.set(.null, at: data)
    if let meta, let value = answer.meta { tree.set(value, at: meta) }
    for member in answer.beside.members { tree.set(member.value, at: member.key) }
    Envelope.write(tree, answer.payload, at: data.split(separator: ".")[...], to: &bytes)
    return bytes
  }

  /// Whether a path is the name of a member at the top.
  private func isFlat(_ path: String) -> Bool { !path.utf8.contains(UInt8(ascii: ".")) }

  /// The body of a failure.
  func failure(_ refusal: Refusal, code: String) -> JSON {
    var tree = JSON.object(JSON.Object())
    if let success { tree.set(false, at: success) }
    if let path = self.code { tree.set(.string(code), at: path) }
    tree.set(.string(refusal.message), at: message)
    if let details { tree.set(.object(refusal.details), at: details) }
    return tree
  }

  /// Writes `tree` with the payload in its place; what was stored goes out as it is, without being read.
  private static func write(
    _ tree: JSON, _ payload: Answer.Payload, at path: ArraySlice<Substring>, to bytes: inout [UInt8]
  ) {
    guard let step = path.first, case .object(let object) = tree else { return payload.write(to: &bytes) }
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in object.members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      JSON.quote(member.key, into: &bytes)
      bytes.append(UInt8(ascii: ":"))
      if member.key == step {
        write(member.value, payload, at: path.dropFirst(), to: &bytes)
      } else {
        member.value.write(to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
