import Catalog
import Values

/// The values that an example's command line gives to an endpoint.
struct SampleCall {
  let purpose: String
  /// By the name of the parameter on the wire.
  let values: [String: JSON]

  /// Reads a line such as `sp prompts create --title 'A title' --price 5`; nil when it is another command's, or
  /// reads a value from a file.
  init?(_ example: Example, of endpoint: Endpoint) {
    let words = example.words
    guard words.starts(with: ["sp"] + endpoint.command) else { return nil }
    let options = endpoint.query + endpoint.body
    var free = (endpoint.pathParameters + options.filter(\.isArgument))[...]
    var values: [String: JSON] = [:]
    var rest = words.dropFirst(1 + endpoint.command.count)
    while let word = rest.popFirst() {
      guard word.hasPrefix("-") else {
        if let parameter = free.popFirst() { values[parameter.name] = parameter.value(word) }
        continue
      }
      let global = GlobalOptions.all.first { "--\($0.option)" == word || $0.short.map { "-\($0)" } == word }
      let own = options.first { "--\($0.option)" == word }
      if own?.isSwitch ?? global?.isSwitch ?? true {
        if let own { values[own.name] = true }
        continue
      }
      guard let text = rest.popFirst(), !text.hasPrefix("@") else { return nil }
      if let own { values[own.name] = own.value(text) }
    }
    purpose = example.purpose
    self.values = values
  }

  /// The body it sends; nil when it sends none.
  func body(of endpoint: Endpoint) -> JSON? {
    let members = endpoint.body.compactMap { parameter in
      values[parameter.name].map { JSON.Object.Member(key: parameter.name, value: $0) }
    }
    return members.isEmpty ? nil : .object(JSON.Object(unique: members))
  }
}
