import Engine
import Manual
import Platform
import Testing

@testable import App

/// Help fits a terminal of 80 columns, whatever it is about.
@Suite struct HelpTests {
  static let words: [String] =
    [""] + HelpCommands.topics.map(\.word) + ExamplesTests.tool.table.firstWords
    + ExamplesTests.tool.table.all.map(\.name)

  @Test func fitsTheScreen() throws {
    let home = try TemporaryDirectory()
    for words in Self.words {
      let text = try ExamplesTests.run(["help"] + words.split(separator: " ").map(String.init), home)
      for line in text.split(separator: "\n") where line.count > 80 {
        Issue.record("sp help \(words): \(line)")
      }
    }
  }

  /// The overview has every domain under its service, every word and every topic.
  @Test func theOverviewHasEverything() throws {
    let home = try TemporaryDirectory()
    let text = try ExamplesTests.run(["help"], home)
    for word in ExamplesTests.tool.table.firstWords + HelpCommands.topics.map(\.word) {
      #expect(text.contains("\n  \(word) "), "\(word)")
    }
    for provider in ExamplesTests.tool.table.catalog.providers where !provider.domains.isEmpty {
      #expect(text.contains("\n\(provider.service().title):\n"))
    }
  }
}
