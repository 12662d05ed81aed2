import Engine
import Platform
import Values

extension ShellCommand {
  /// Running commands again, in turn, or from elsewhere.
  static let flow: [ShellCommand] = [
    .row(
      "watch", "[-n SECONDS] [-c COUNT] [-m ROWS] [--until SQL] [--force] COMMAND…",
      "Run a command every 2 seconds, until Ctrl-C, a failure, COUNT times, fewer than ROWS rows, or a record as SQL says"
    ) { (shell, words) throws(Failure) in try Watch(words, shell.expansion).run(shell) },
    .row("repeat", "N COMMAND…", "Run a command N times; 'N COMMAND' does too") {
      (shell, words) throws(Failure) in
      guard let first = words.first, let count = Int(try shell.expansion.text(first)), count > 0,
        words.count > 1
      else { throw .usage("repeat takes a number and a command", hint: "repeat 3 status") }
      return shell.runRepeatedly(count, Array(words.dropFirst()))
    },
    .row(
      "each", "ROWS COMMAND…",
      "Run a command for every row of @2..5, @* or a variable: {} is its id, {title} a field of it"
    ) { (shell, words) throws(Failure) in try shell.runForEach(words) },
    .row("time", "COMMAND…", "Run a command and say how long it took") { (shell, words) throws(Failure) in
      guard !words.isEmpty else { throw .usage("time takes a command") }
      let start = shell.session.clock.uptime()
      let status = shell.run(words)
      shell.console.report(TimeSpan.milliseconds(Int(shell.session.clock.uptime() - start)).text)
      return status
    },
    .row("source", "FILE", "Run a script as if its lines were typed here") { (shell, words) throws(Failure) in
      let texts = try shell.expansion.texts(words)
      guard let path = texts.first else { throw .usage("source takes a file") }
      guard shell.depth < 25 else {
        throw .usage("source goes deeper than 25 files: does \(path) name itself?")
      }
      shell.depth += 1
      defer { shell.depth -= 1 }
      return shell.run(
        script: try Shell.text(of: path), named: path,
        arguments: texts.count > 1 ? Array(texts.dropFirst()) : shell.variables.arguments)
    },
    .row("jobs", "[stop N]", "List what runs behind '&', or stop one") { (shell, words) throws(Failure) in
      try shell.jobs.command(shell.expansion.texts(words), shell.console)
    },
    .row("wait", "", "Wait for everything that runs behind '&'") { (shell, words) throws(Failure) in
      shell.jobs.waitForAll(shell.console)
    },
    .row(
      "exit", "[STATUS]", "End, with the status of the last command or another; Ctrl-D does too", letter: "q"
    ) { (shell, words) throws(Failure) in try shell.end(words, "exit") },
    .row("quit", "[STATUS]", "End, as exit does") { (shell, words) throws(Failure) in
      try shell.end(words, "quit")
    },
  ]
}

extension Shell {
  fileprivate func end(_ words: [Word], _ command: String) throws(Failure) -> Int32 {
    let text = try expansion.texts(words).first
    guard let status = text.map({ Int32($0) }) ?? status, (0...255).contains(status) else {
      throw .usage("\(command) takes a number from 0 to 255, not '\(text ?? "")'")
    }
    ending = status
    return status
  }

  func runRepeatedly(_ count: Int, _ words: [Word]) -> Int32 {
    var last: Int32 = 0
    for _ in 0..<count {
      last = run(words)
      if last != 0 || ending != nil || Interrupt.requested != nil { break }
    }
    return last
  }

  func runForEach(_ words: [Word]) throws(Failure) -> Int32 {
    guard let rows = words.first, words.count > 1 else {
      throw .usage("each takes rows and a command", hint: "each @2..5 prompts get {id}")
    }
    var first: Int32 = 0
    for record in try records(rows) {
      let status = run(
        try words.dropFirst().map { (word) throws(Failure) in
          try word.filled(from: record, id: results.last?.id)
        })
      if first == 0 { first = status }
      if ending != nil || Interrupt.requested != nil || (status != 0 && !manner.keepsGoing) { break }
    }
    return first
  }

  /// The records or values that a word stands for.
  private func records(_ word: Word) throws(Failure) -> [JSON] {
    guard word.pieces.count == 1 else {
      throw .usage("each takes rows such as @2..5 or a variable, not '\(word.source)'")
    }
    switch word.pieces[0] {
    case .rows(let reference): return try results.records(reference)
    case .variable(let variable) where variable.name == "@": return variables.arguments.map(JSON.string)
    case .variable(let variable):
      let value = try variables.value(of: variable)
      return value.array ?? [value]
    case .text, .capture: throw .usage("each takes rows such as @2..5 or a variable, not '\(word.source)'")
    }
  }

  /// The text of a script file, of any line ends and with or without a byte order mark.
  public static func text(of path: String) throws(Failure) -> String {
    let isInput = path == "-"
    let bytes: [UInt8]
    do throws(SystemError) {
      let source = try isInput ? FileSource(descriptor: 0, name: "standard input") : FileSource(path: path)
      bytes = try source.readAll(limit: 256 << 20)
    } catch {
      if error.isInterrupted { throw Failure(local: error) }
      throw .usage(error.description, hint: "check the name of the script")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .usage("\(isInput ? "standard input" : path) is not UTF-8, so it is no script")
    }
    let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    return body.utf8.contains(0x0D) ? body.replacing("\r\n", with: "\n") : body
  }
}

extension Word {
  /// The word with `{}` and `{path}` replaced by what a record holds.
  fileprivate func filled(from record: JSON, id: String?) throws(Failure) -> Word {
    var word = self
    word.pieces = try pieces.map { (piece) throws(Failure) in
      guard case .text(let text, let isQuoted) = piece, text.utf8.contains(UInt8(ascii: "{")) else {
        return piece
      }
      return .text(try Word.fill(text, from: record, id: id), isQuoted: isQuoted)
    }
    return word
  }

  private static func fill(_ text: String, from record: JSON, id: String?) throws(Failure) -> String {
    var result = ""
    var rest = text[...]
    while let opening = rest.firstIndex(of: "{") {
      result += rest[..<opening]
      guard let closing = rest[opening...].firstIndex(of: "}") else { break }
      let path = String(rest[rest.index(after: opening)..<closing])
      let isName = path.utf8.allSatisfy { $0.isNamePart || $0 == UInt8(ascii: ".") }
      if !isName {
        result += rest[opening...closing]
      } else if let value = path.isEmpty ? record[id ?? "id"] ?? record : record.value(at: path) {
        result += value.wordText
      } else {
        throw .usage("the row has no '\(path)'")
      }
      rest = rest[rest.index(after: closing)...]
    }
    return result + rest
  }
}
