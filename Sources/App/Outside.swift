import Engine
import Host
import Platform

/// Words that are another program's affair: `sp NAME …` for a program `sp-NAME` on PATH, which gets the rest untouched,
/// and `sp help NAME`, which asks it.
struct Outside {
  private let program: String
  private let arguments: [String]
  private let console: Console

  /// Nil where the words are ours; ours win.
  init?(_ words: [String], _ tool: Tool, _ console: Console) {
    let isHelp = words.count == 2 && words[0] == "help"
    let isForced = words.count > 2 && words.starts(with: ["plugin", "exec"])
    let place = isForced ? 2 : isHelp ? 1 : 0
    guard words.count > place, Manifest.isWord(words[place]) else { return nil }
    let name = words[place]
    let isTaken = isForced ? tool.shelf?.entries(named: name).isEmpty == false : tool.table.begins(with: name)
    guard !isTaken, let program = console.environment.program("sp-\(name)") else { return nil }
    self.program = program
    self.console = console
    arguments = isHelp ? ["--help"] : Array(words.dropFirst(place + 1))
  }

  /// Runs the program in our place; returns its status.
  func run() throws -> Int32 {
    try console.flush()
    let words = [program] + arguments
    guard console.isDiverted else {
      return try Subprocess.runOnTerminal(words, environment: console.environment)
    }
    return try Subprocess.run(words, environment: console.environment, write: console.write)
  }

  /// The programs `sp-NAME` on PATH, each the first of its name.
  static func programs(_ environment: Environment) -> [(name: String, path: String)] {
    var seen: Set<String> = []
    let folders = (environment.nonEmpty("PATH") ?? "").split(separator: ":").map(String.init)
    return folders.flatMap { folder in
      ((try? Files.list(folder)) ?? []).filter { $0.hasPrefix("sp-") }.map { ($0, "\(folder)/\($0)") }
    }.compactMap { file, path in
      let name = String(file.dropFirst(3))
      guard Manifest.isWord(name), Files.isExecutable(path), seen.insert(name).inserted else { return nil }
      return (name, path)
    }
  }
}
