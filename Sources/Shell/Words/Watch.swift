import Engine
import Platform
import Values

/// `watch`: a command run again and again, on a terminal in the same place.
struct Watch {
  private var interval = 2.0
  private var count: Int?
  private var leastRows: Int?
  private var isForced = false
  private var end: RecordCondition?
  private var words: [Word] = []

  /// A read a tenth of a second would use up the limit of 100 a minute in ten seconds.
  private static let shortest = 0.6

  private static let options = ["-n", "-c", "-m", "--until"]

  init(_ words: [Word], _ expansion: Expansion) throws(Failure) {
    var rest = words[...]
    while let option = rest.first?.literal, option.hasPrefix("-") {
      rest = rest.dropFirst()
      if option == "--force" {
        isForced = true
        continue
      }
      guard Watch.options.contains(option) else {
        throw .usage("watch has no option \(option)", hint: "watch -n 2 -c 3 COMMAND")
      }
      guard let word = rest.popFirst() else {
        throw .usage("watch \(option) takes a value and a command", hint: "watch -n 2 -c 3 COMMAND")
      }
      let value = try expansion.text(word)
      switch option {
      case "-n": interval = try Watch.number(option, value) { Double($0) }
      case "-c": count = try Watch.number(option, value) { Int($0) }
      case "--until": end = try RecordCondition(value, from: "watch --until")
      default: leastRows = try Watch.number(option, value) { Int($0) }
      }
    }
    guard !rest.isEmpty else { throw .usage("watch takes a command", hint: "watch -n 5 queue list") }
    self.words = Array(rest)
  }

  private static func number<N: Comparable & Numeric>(
    _ option: String, _ text: String, _ read: (String) -> N?
  )
    throws(Failure) -> N
  {
    guard let value = read(text), value > .zero else {
      throw .usage("watch \(option) takes a number above 0, not '\(text)'")
    }
    return value
  }

  func run(_ shell: Shell) throws(Failure) -> Int32 {
    let console = shell.console
    let command = words.map(\.source).joined(separator: " ")
    if let texts = try? shell.expansion.texts(words), shell.writes(texts), !isForced {
      throw .usage("'\(command)' writes each time it runs", hint: "watch --force \(command)")
    }
    if interval < Watch.shortest { console.report("note: every \(Watch.shortest)s, so that the limits last") }
    let interval = max(interval, Watch.shortest)
    let redraws = console.outputIsTerminal && !console.isDumb && !console.isAccessible
    var round = 0
    while true {
      round += 1
      let time = shell.session.clock.now().rfc3339.dropFirst(11).prefix(8)
      let header = "Every \(Watch.text(interval))s · \(Console.printable(command)) · \(time) UTC · #\(round)"
      try Failure.local {
        let bold = TextStyle.bold.paint(header, if: console.colorsOutput)
        try console.write(redraws ? "\u{1B}[H\u{1B}[2J\(bold)\n" : "\(header)\n")
      }
      let status = shell.runUnpaged(words)
      try Failure.local { try console.flush() }
      if Interrupt.requested != nil { return interrupted() }
      guard status == 0 else { return status }
      if let leastRows, shell.results.last?.records.count ?? 0 < leastRows { return 0 }
      if try end?.holds(forAnyOf: shell.results.answer) ?? false { return 0 }
      if round == count { return 0 }
      shell.session.clock.sleep(.milliseconds(Int(interval * 1000)))
      if Interrupt.requested != nil { return interrupted() }
    }
  }

  /// Ctrl-C is how a watch ends: no failure.
  private func interrupted() -> Int32 {
    guard Interrupt.requested == Interrupt.keyboard else { return 130 }
    Interrupt.reset()
    return 0
  }

  private static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
  }
}

extension Shell {
  /// Runs words whose answer never goes through a pager.
  func runUnpaged(_ words: [Word]) -> Int32 {
    let outer = manner.options
    manner.options.append("--no-pager")
    defer { manner.options = outer }
    return run(words)
  }
}
