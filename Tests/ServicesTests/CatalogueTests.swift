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
    for command in Self.tool.table.builtins where command.path.count == 1 {
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

  /// Help of every command, of every word before one, and of every topic fits the narrowest terminal.
  @Test func helpFits() throws {
    let words = Set(
      Self.commands.flatMap { command in command.path.indices.map { Array(command.path[...$0]) } })
    let topics = HelpCommands.topics.map { [$0.word] }
    for path in [[]] + topics + words.sorted(by: { $0.joined() < $1.joined() }) {
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
    Model(
      resource: "promotions",
      fields: """
        id name description discount_percentage start_time end_time status prompt_ids created_at updated_at \
        prompts_count prompts performance
        """),
    Model(
      resource: "account",
      fields: """
        id username avatar email plan quota_daily quota_daily_used quota_purchased quota_purchased_remaining \
        created_at last_login
        """),
    Model(
      resource: "quota",
      fields: """
        daily daily.limit daily.used daily.remaining daily.resets_at purchased purchased.total purchased.remaining \
        purchased.never_expires total_available
        """),
    Model(resource: "requests", fields: "id prompt response_preview tokens_used created_at"),
    Model(
      resource: "subscription",
      fields: """
        plan status price currency interval current_period_start current_period_end cancel_at_period_end \
        payment_method payment_method.type payment_method.last4 payment_method.brand
        """),
    Model(resource: "tiers", fields: "id name amount price currency"),
    Model(resource: "tickets", fields: "id subject status priority created_at last_activity"),
    Model(
      resource: "affiliate",
      fields: """
        code tier commission_rate total_referred total_earnings pending_earnings available_for_payout payout_threshold
        """),
    Model(
      resource: "voices",
      fields: """
        id name isDefault profileData createdAt updatedAt profileData.ton profileData.longueurPhrases \
        profileData.expressions profileData.ponctuation profileData.styleNarratif profileData.vocabulaire \
        profileData.signature profileData.conseils
        """),
    Model(resource: "structures", fields: "id name description bestFor"),
    Model(resource: "platforms", fields: "id name maxLength features tone"),
    Model(
      resource: "social_accounts",
      fields: """
        id platform account_id username display_name profile_url access_token refresh_token token_expires_at \
        is_active user_id created_at updated_at
        """),
    Model(
      resource: "conversations",
      fields: """
        id channel customer_name customer_identifier last_message_at last_message_snippet unread_count \
        social_account_id
        """),
    Model(
      resource: "messages",
      fields: "id conversation_id direction content created_at sender_id is_from_agent"),
    Model(resource: "instagram_conversations", fields: "id participants last_message unread_count"),
  ]

  @Test(arguments: models) func modelIsDeclared(_ model: Model) throws {
    let resource = try #require(Services.all.catalog.resource(model.resource)).resource
    let parts = resource.fields.flatMap { field in field.parts.map { "\(field.name).\($0.name)" } }
    let declared = Set(resource.fields.map(\.name) + parts)
    #expect(Set(model.fields.split(separator: " ").map(String.init)).subtracting(declared) == [])
  }
}
