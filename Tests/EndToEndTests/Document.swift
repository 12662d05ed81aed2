import Platform

/// A Markdown file of the package, with its fenced blocks.
struct Document {
  /// A fenced block: what is said behind the fence, and the lines in it.
  struct Block {
    let mark: Substring
    var text = ""
  }

  /// A command line of a session and what is shown under it.
  struct Step {
    let line: String
    var output = ""
  }

  let text: String
  private let blocks: [Block]

  init(_ name: String) throws {
    text = String(decoding: try Files.readAll("\(Sp.package)/\(name)", limit: 1 << 20), as: UTF8.self)
    var blocks: [Block] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { blocks.append(Block(mark: line.dropFirst(3))) }
      } else if isInside {
        blocks[blocks.count - 1].text += line + "\n"
      }
    }
    self.blocks = blocks
  }

  /// The blocks whose mark begins with a word.
  func blocks(_ word: String) -> [Block] {
    blocks.filter { $0.mark.split(separator: " ").first == Substring(word) }
  }

  /// The steps of all sessions, which are the blocks marked `console`.
  var steps: [Step] {
    var steps: [Step] = []
    for line in blocks("console").flatMap({
      $0.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }) {
      if line.hasPrefix("$ ") {
        steps.append(Step(line: String(line.dropFirst(2))))
      } else if !steps.isEmpty {
        steps[steps.count - 1].output += line + "\n"
      }
    }
    return steps
  }

  /// The targets of its links.
  var links: [String] {
    text.matches(of: /\]\(([^)#]+)/).map { String($0.1) }
  }
}
