import App
import Foundation
import Testing

/// The committed man pages are those that the tables make; `SP_RECORD=1 swift test` writes them and fails once.
@Suite struct ManPagesTests {
  private let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../man").standardizedFileURL

  @Test(arguments: ManPages.all().map(\.name))
  func isFresh(name: String) throws {
    let file = directory.appending(path: name)
    let text = try #require(ManPages.all().first { $0.name == name }).text
    if ProcessInfo.processInfo.environment["SP_RECORD"] != nil {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record("written: man/\(name)")
    }
    let committed = try String(contentsOf: file, encoding: .utf8)
    #expect(committed == text, "man/\(name) is stale: SP_RECORD=1 swift test --filter ManPagesTests")
  }

  @Test func nothingElseIsThere() throws {
    let there = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(Set(there) == Set(ManPages.all().map(\.name)))
  }
}
