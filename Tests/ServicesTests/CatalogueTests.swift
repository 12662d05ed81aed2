import Catalog
import Engine
import Platform
import Testing
import Values

@testable import App

/// What holds for the rows of every service, and for every command.
@Suite struct CatalogueTests {
  static let tool = Tool(services: .all)
  static let commands = tool.table.all

  @Test func rowsObeyTheRules() {
    #expect(Services.all.catalog.violations.map(\.description) == [])
  }

  @Test func commandsObeyTheRules() {
    #expect(Self.tool.table.builtins.flatMap { $0.violations.map(\.description) } == [])
    let names = Self.commands.map(\.name)
    #expect(Set(names).count == names.count)
    for command in Self.commands where command.path.count == 1 {
      let isDomain = Services.all.catalog.domain(command.name) != nil
      #expect(!isDomain, "sp \(command.name) hides the domain")
    }
  }

  @Test func everyRowIsPlayed() throws {
    for provider in Services.all.catalog.providers {
      let local = try #require(Services.all.rules[provider.name])
      let rules = local()
      let endpoints = provider.domains.flatMap { $0.plugin().endpoints }
      let silent = endpoints.filter { !rules.answers($0) }.map(\.operation)
      #expect(silent == [])
      let strays = Set(rules.handlers.keys).subtracting(endpoints.map(\.operation))
      #expect(strays == [], "handlers of rows that are not there")
    }
  }

  /// Help of every command and of every word before one fits the narrowest terminal.
  @Test func helpFits() throws {
    let words = Set(
      Self.commands.flatMap { command in command.path.indices.map { Array(command.path[...$0]) } })
    for path in [[]] + words.sorted(by: { $0.joined() < $1.joined() }) {
      let console = Console.buffered()
      #expect(Self.tool.run(["help"] + path, console: console) == 0)
      let lines = console.outputText.split(separator: "\n")
      #expect(lines.count > 3, "sp help \(path.joined(separator: " "))")
      for line in lines where line.count > 80 { Issue.record("\(line.count) columns: \(line)") }
    }
  }

  /// A model table of a service's document, and the resource that declares its fields.
  struct Model: Sendable, CustomTestStringConvertible {
    var resource: String
    var fields: String
    var testDescription: String { resource }
  }

  static let models = [
    Model(
      resource: "prompts",
      fields: """
        id title description content price category tags image_url created_at updated_at views sales rating \
        reviews_count on_promotion promotion_percentage promotion_end_date user variations user.id user.username \
        user.avatar_url variations.id variations.title variations.description variations.created_at variations.active
        """),
    Model(
      resource: "bundles",
      fields: """
        id name description price original_price savings_percentage prompt_count image_url created_at updated_at \
        sales prompts prompts.id prompts.title prompts.description prompts.price prompts.category prompts.image_url
        """),
    Model(resource: "chat_sessions", fields: "id createdAt messageCount isActive"),
    Model(resource: "chat_messages", fields: "id role content createdAt"),
    Model(resource: "studio_jobs", fields: "jobId status progress output output.videoUrl"),
    Model(
      resource: "topics",
      fields: """
        id title content category userId userName views commentCount isPinned isLocked createdAt comments \
        comments.id comments.content comments.userId comments.userName comments.createdAt
        """),
    Model(resource: "consent", fields: "necessary analytics marketing preferences"),
  ]

  @Test(arguments: models) func modelIsDeclared(_ model: Model) throws {
    let resource = try #require(Services.all.catalog.resource(model.resource)).resource
    let parts = resource.fields.flatMap { field in field.parts.map { "\(field.name).\($0.name)" } }
    let declared = Set(resource.fields.map(\.name) + parts)
    #expect(Set(model.fields.split(separator: " ").map(String.init)).subtracting(declared) == [])
  }
}
