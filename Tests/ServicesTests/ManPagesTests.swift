import App
import Foundation
import Testing

/// The committed man pages are those that the tables make; `SP_RECORD=1 swift test` writes them and fails once.
@Suite struct ManPagesTests {
  private static let committed = Committed(
    directory: "man", files: ManPages.all().map { ($0.name, $0.text) }, suite: "ManPagesTests")

  @Test(arguments: committed.names) func isFresh(name: String) throws { try Self.committed.check(name) }

  @Test func nothingElseIsThere() throws { try Self.committed.checkNames() }
}

/// So are the completion scripts.
@Suite struct CompletionScriptsTests {
  private static let committed = Committed(
    directory: "completions", files: CompletionScripts.all().map { ($0.name, $0.text) },
    suite: "CompletionScriptsTests")

  @Test(arguments: committed.names) func isFresh(name: String) throws { try Self.committed.check(name) }

  @Test func nothingElseIsThere() throws { try Self.committed.checkNames() }
}

/// A directory of generated files.
private struct Committed: Sendable {
  private let directory: String
  private let texts: [String: String]
  private let suite: String

  init(directory: String, files: [(name: String, text: String)], suite: String) {
    self.directory = directory
    self.suite = suite
    texts = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
  }

  var names: [String] { texts.keys.sorted() }

  private var url: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../\(directory)")
      .standardizedFileURL
  }

  func check(_ name: String) throws {
    let file = url.appending(path: name)
    let text = try #require(texts[name])
    if ProcessInfo.processInfo.environment["SP_RECORD"] != nil {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record("written: \(directory)/\(name)")
    }
    let committed = try String(contentsOf: file, encoding: .utf8)
    #expect(committed == text, "\(directory)/\(name) is stale: SP_RECORD=1 swift test --filter \(suite)")
  }

  func checkNames() throws {
    let there = try FileManager.default.contentsOfDirectory(atPath: url.path)
    #expect(there.sorted() == names)
  }
}
