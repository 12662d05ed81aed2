import Catalog
import HTTP
import Platform
import Values

/// Saves the files that answers are or lead to, all those of one command.
final class FileSaver {
  let session: Session
  let isQuiet: Bool
  /// Where `--save` puts them.
  let place: SavePlace
  private let mayReplace: Bool
  private let mayAsk: Bool
  private let client: Client
  private let service: Service
  /// The paths that this command has written, which no second file of it may take.
  private var written: Set<String> = []
  private var admitted: Set<String> = []

  /// Reads `--save`; refuses to fill a terminal with a file.
  init(_ execution: Execution) throws(Failure) {
    session = execution.session
    service = execution.service
    isQuiet = execution.output.isQuiet
    place = try SavePlace(execution.invocation.option("save"))
    mayReplace = execution.invocation.flag("yes")
    mayAsk =
      session.console.inputIsTerminal && session.console.errorIsTerminal
      && !execution.invocation.flag("no-input")
    guard !execution.invocation.flag("offline") else {
      throw Failure(
        .notCached, "files are not kept in the cache", code: "not_cached", hint: "leave out --offline")
    }
    if place == .output, session.console.outputIsTerminal {
      throw .usage("--save - would fill the terminal with the file", hint: "send it on: --save - > FILE")
    }
    client = try execution.client()
  }

  /// Saves what links lead to, and tells what was saved; a name can be given to one file only.
  func save(_ links: [String]) throws(Failure) -> [JSON] {
    if links.count > 1, case .file(let path) = place {
      throw .usage(
        "--save \(path) is one name, and there are \(links.count) files", hint: "name a folder instead")
    }
    return try links.map { (link) throws(Failure) in
      guard let address = client.address(of: link) else {
        throw Failure(
          .other, "\(service.title) gave a link that is no web address: \(Console.printable(link))",
          service: service.name, code: "bad_link")
      }
      var call = Call(.get, address.path, rate: .unlimited)
      call.address = address
      return try save(call, naming: FileName.last(of: address) ?? "download")
    }
  }

  /// Saves the body of a call's answer; `name` is for an answer that gives none.
  func save(_ call: Call, naming name: String) throws(Failure) -> JSON {
    let reception = try FileReception(place, naming: name, for: self)
    var call = call
    call.accept = "*/*"
    do throws(Failure) {
      _ = try client.send(call, into: reception.receiver)
    } catch {
      session.console.progress(nil)
      throw reception.failure ?? error
    }
    try reception.commit()
    var saved = JSON.Object()
    saved["file"] = .string(reception.path ?? "-")
    saved["bytes"] = .number(.init(reception.size))
    saved["type"] = reception.type.map(JSON.string)
    if !isQuiet, place != .output {
      session.console.report("saved \(reception.path ?? name) (\(ByteCount.text(reception.size)))")
    }
    return .object(saved)
  }
}

extension FileSaver {
  /// The path, or one like it that this command has not written yet: `image-2.png`.
  func unused(_ path: String) -> String {
    guard written.contains(path) else { return path }
    let (directory, name) = Files.split(path)
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    let prefix = path.utf8.contains(UInt8(ascii: "/")) ? (directory == "/" ? "/" : directory + "/") : ""
    var number = 2
    while written.contains("\(prefix)\(name[..<dot])-\(number)\(name[dot...])") { number += 1 }
    return "\(prefix)\(name[..<dot])-\(number)\(name[dot...])"
  }

  /// Lets a path be written: nothing is there, or it may be replaced.
  func admit(_ path: String) throws(Failure) {
    guard !mayReplace, Files.status(path)?.kind == .regular, !admitted.contains(path) else { return }
    let shown = Console.printable(path)
    if mayAsk {
      let answer = session.console.ask("\(shown) is there already. Replace it? [y/N] ")?.lowercased()
      guard answer == "y" || answer == "yes" else {
        throw Failure(.interrupted, "cancelled; \(shown) stays as it is", code: "cancelled")
      }
      admitted.insert(path)
      return
    }
    throw .usage("\(shown) is there already", hint: "--yes replaces it, --save NAME saves under another name")
  }

  /// Notes a path that was written.
  func note(_ path: String) { written.insert(path) }
}
