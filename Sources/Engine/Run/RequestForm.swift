import Catalog
import HTTP
import Platform
import Values

extension Execution {
  /// The form of a row that takes a file; a file beyond what the row takes is refused before anything is sent.
  func form(of endpoint: Endpoint) throws(Failure) -> Multipart {
    var parts: [Multipart.Part] = []
    for parameter in endpoint.body {
      let texts = invocation.options[parameter.name] ?? invocation.arguments[parameter.name] ?? []
      guard let text = texts.last else {
        if parameter.isRequired { throw invocation.missing(parameter) }
        continue
      }
      if parameter.kind == .file {
        parts.append(try part(parameter, text))
      } else {
        let value = try parameter.value(
          of: parameter.readsFiles ? try session.expanded(text) : text, as: "--\(parameter.option)")
        parts.append(.init(parameter.name, .bytes(Array((value.string ?? value.text()).utf8))))
      }
    }
    return Multipart(parts)
  }

  /// A file that is sent along, read only while it is sent.
  private func part(_ parameter: Parameter, _ path: String) throws(Failure) -> Multipart.Part {
    let shown = Console.printable(path)
    guard path != "-" else {
      throw .usage("standard input has no length that could be told", hint: "save it to a file first")
    }
    let head: [UInt8]
    let size: Int
    do throws(SystemError) {
      let source = try FileSource(path: path)
      guard let length = source.size else {
        throw SystemError(code: 22, action: "send \(path)", refused: "it is no regular file")
      }
      size = length
      head = try source.readHead(MediaType.headSize)
    } catch {
      throw .usage(error.description, hint: error.isMissing ? "check the name" : nil)
    }
    if let largest = parameter.length?.upperBound, size > largest {
      throw .usage(
        "\(shown) has \(Execution.megabytes(size, over: largest)), and at most \(largest >> 20) MB are taken")
    }
    let name = Files.split(path).name
    let type = MediaType.of(name: name, head: head)
    guard parameter.takes(mediaType: type) else {
      throw .usage(
        "\(shown) is \(type), and only \(parameter.mediaTypes.joined(separator: ", ")) files are taken")
    }
    return .init(parameter.name, filename: name, type: type, .file(path: path, size: size))
  }

  /// `123.4 MB`, or the exact number where that would not tell the difference.
  private static func megabytes(_ size: Int, over largest: Int) -> String {
    let tenths = (size * 10) >> 20
    return tenths > (largest * 10) >> 20 ? "\(tenths / 10).\(tenths % 10) MB" : "\(size) bytes"
  }
}

extension Multipart {
  /// What is in the form, for people: values as they are, files by name, type and size.
  var outline: JSON {
    .object(
      JSON.Object(
        unique: parts.map { part in
          switch part.content {
          case .bytes(let bytes):
            .init(key: part.name, value: .string(String(decoding: bytes, as: UTF8.self)))
          case .file(_, let size):
            .init(
              key: part.name,
              value: [
                "filename": part.filename.map(JSON.string) ?? nil, "type": part.type.map(JSON.string) ?? nil,
                "size": .number(.init(size)),
              ])
          }
        }))
  }
}
