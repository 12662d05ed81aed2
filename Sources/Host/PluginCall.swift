import Catalog
import Engine
import Platform
import Values

/// The call of a command as its executable gets it: one JSON object on a line.
struct PluginCall {
  let session: Session
  let invocation: Invocation
  let program: Program

  func json() throws(Failure) -> JSON {
    let console = session.console
    var call: JSON.Object = .init()
    call["protocol"] = .number(.init(Manifest.version))
    call["host"] = .string("sp/\(Version.current)")
    call["plugin"] = .string(program.plugin)
    call["command"] = .array(invocation.command.path.map(JSON.string))
    call["arguments"] = try values(of: invocation.command.arguments, invocation.arguments) { "<\($0.label)>" }
    call["options"] = try values(of: invocation.command.options, invocation.options) { "--\($0.option)" }
    call["profile"] = .string(try session.profileName())
    call["output"] = .string(form)
    call["manners"] = .object(
      JSON.Object(
        unique: ["dry-run", "yes", "quiet", "verbose", "no-input", "offline", "read-only"].map {
          .init(key: $0.replacing("-", with: "_"), value: .bool(invocation.flag($0)))
        }))
    call["terminal"] = [
      "input": .bool(console.inputIsTerminal), "output": .bool(console.outputIsTerminal),
      "error": .bool(console.errorIsTerminal), "columns": .number(.init(console.columns)),
      "color": .bool(console.colorsOutput),
    ]
    return .object(call)
  }

  private var form: String {
    if let asked = try? OutputForm(asked: invocation) { return asked.rawValue }
    return session.console.outputIsTerminal ? "table" : "json"
  }

  private func values(
    of parameters: [Parameter], _ given: [String: [String]], _ spelling: (Parameter) -> String
  ) throws(Failure) -> JSON {
    var object = JSON.Object()
    for parameter in parameters {
      let texts = given[parameter.name] ?? []
      if !texts.isEmpty {
        object[parameter.name] = try value(of: parameter, texts, spelling(parameter))
      } else if let fallback = parameter.fallback {
        object[parameter.name] = try parameter.value(of: fallback, as: spelling(parameter))
      } else if parameter.kind == .flag {
        object[parameter.name] = false
      } else if parameter.isRequired {
        throw .usage(
          "sp \(invocation.command.name) needs \(spelling(parameter))",
          hint: "sp help \(invocation.command.name)")
      }
    }
    return .object(object)
  }

  private func value(of parameter: Parameter, _ texts: [String], _ spelling: String) throws(Failure) -> JSON {
    var values: [JSON] = []
    for text in texts {
      let contents: [String] =
        if parameter.isReadFromFiles {
          try session.list(text)
        } else {
          [parameter.readsFiles ? try session.expanded(text) : text]
        }
      for content in contents { values.append(try parameter.value(of: content, as: spelling)) }
    }
    if parameter.kind == .texts { return .array(values.flatMap { $0.array ?? [$0] }) }
    return parameter.isRepeatable ? .array(values) : values.last ?? .null
  }
}
