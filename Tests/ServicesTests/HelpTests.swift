import Engine
import Platform
import Testing

@testable import App

/// `sp help` leads to everything there is.
@Suite struct HelpTests {
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
