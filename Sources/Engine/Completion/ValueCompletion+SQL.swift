import Catalog
import Database
import Querying

// MARK: Conditions and statements

extension ValueCompletion {
  /// The next word of a condition: a field, what compares it, or what joins it to another.
  func condition(_ typed: String) -> Completion {
    let statement = UnfinishedSQL(typed)
    let choices: [Completion.Candidate]
    switch statement.last {
    case nil, "and", "or", "not", "(": choices = fields("") + words(["not"], like: statement.word)
    case let last? where fields("").contains { $0.text.lowercased() == last }:
      choices = words(
        ["=", "<>", "<", ">", "<=", ">=", "like", "in (", "between", "is null", "is not null"],
        like: statement.word)
    case let last? where UnfinishedSQL.wantsValue.contains(last):
      choices = last == "is" ? words(["null", "not null"], like: statement.word) : []
    default: choices = words(["and", "or"], like: statement.word)
    }
    return statement.completion(choices)
  }

  /// The next word of a SELECT over the cache: a view, a column of those it names, or a word of SQL.
  func query(_ typed: String) -> Completion {
    let statement = UnfinishedSQL(typed)
    guard statement.last != nil else { return statement.completion(words(["select", "with"], like: typed)) }
    let views = Views.named(session.table.catalog) { _ in true }
    if ["from", "join"].contains(statement.last) {
      return statement.completion(
        views.map { .init(kind: .value, text: $0.name, description: $0.resource.singular) })
    }
    let named = views.filter { statement.tokens.contains($0.name.lowercased()) }
    // Without a view every column would be offered; then only those that begin as the word does.
    let meant = named.isEmpty && !statement.word.isEmpty ? views : named
    var seen: Set<String> = []
    let columns = meant.flatMap { view in
      view.resource.schema(service: view.provider.name, for: .search).columns.map(\.name)
    }.filter { seen.insert($0).inserted }
    return statement.completion(
      columns.map { .init(kind: .field, text: $0, description: "") }
        + words(UnfinishedSQL.keywords, like: statement.word))
  }

  /// Words of SQL, in capitals where the beginning is typed so.
  private func words(_ words: [String], like typed: String) -> [Completion.Candidate] {
    let isUpper = typed.contains { $0.isUppercase } && !typed.contains { $0.isLowercase }
    return words.map { .init(kind: .value, text: isUpper ? $0.uppercased() : $0, description: "") }
  }
}

/// A piece of SQL up to the cursor.
struct UnfinishedSQL {
  /// The words and signs before the one that is typed, in small letters; a text in quotes is one.
  private(set) var tokens: [String] = []
  /// What is typed of the last word.
  private(set) var word = ""
  private let kept: String
  private let isInText: Bool

  /// Behind these a value is to come.
  static let wantsValue: Set<String> = ["=", "<>", "!=", "<", ">", "<=", ">=", "like", "between", "in", "is"]
  static let keywords = [
    "from", "where", "and", "or", "not", "like", "in", "is", "null", "between", "group by", "order by",
    "limit",
    "desc", "join", "on", "as", "distinct", "having", "count(*)", "sum(", "avg(", "min(", "max(", "*",
  ]

  init(_ text: String) {
    var token = ""
    var isInText = false
    for character in text {
      if isInText || character == "'" {
        token.append(character)
        if character == "'" { isInText.toggle() }
      } else if UnfinishedSQL.isPartOfWord(character) {
        if let last = token.last, !UnfinishedSQL.isPartOfWord(last) { UnfinishedSQL.end(&token, &tokens) }
        token.append(character)
      } else if character.isWhitespace || "(),".contains(character) {
        UnfinishedSQL.end(&token, &tokens)
        if character == "(" { tokens.append("(") }
      } else {
        if let last = token.last, UnfinishedSQL.isPartOfWord(last) || last == "'" {
          UnfinishedSQL.end(&token, &tokens)
        }
        token.append(character)
      }
    }
    // A sign typed whole is a word before the next one.
    if let last = token.last, !UnfinishedSQL.isPartOfWord(last), !isInText {
      UnfinishedSQL.end(&token, &tokens)
    }
    self.isInText = isInText
    word = token
    kept = String(text.dropLast(token.count))
  }

  /// The last word or sign that is typed whole.
  var last: String? { tokens.last }

  /// The choices behind what stands; none inside a text.
  func completion(_ choices: [Completion.Candidate]) -> Completion {
    guard !isInText else { return Completion() }
    var completion = Completion(choices, for: word)
    for index in completion.candidates.indices { completion.candidates[index].endsWord = false }
    return completion.keeping(kept)
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }

  private static func end(_ token: inout String, _ tokens: inout [String]) {
    if !token.isEmpty { tokens.append(token.lowercased()) }
    token = ""
  }
}

// MARK: The queue

extension ValueCompletion {
  /// The writes in these states, or all that are open, the newest first.
  func writes(_ states: [String]) -> [Completion.Candidate] {
    let states = states.isEmpty ? ["planned", "sent", "unknown", "rejected"] : states
    let names = states.map { "'\($0)'" }.joined(separator: ", ")
    return numbers(
      """
      SELECT write, w.state || ' ' || operation || ' ' || coalesce(label, '') FROM writes w JOIN jobs j USING (job)
      WHERE w.state IN (\(names)) AND j.state <> 'draft' ORDER BY write DESC LIMIT 50
      """)
  }

  /// The jobs, the newest first.
  var jobs: [Completion.Candidate] {
    numbers("SELECT job, title FROM jobs WHERE state <> 'draft' ORDER BY job DESC LIMIT 50")
  }

  /// The webhooks that were received, the newest first.
  var events: [Completion.Candidate] {
    numbers("SELECT event, name || ' ' || service FROM events ORDER BY event DESC LIMIT 50")
  }

  /// The numbers that a question to the queue's database gives, without making or changing it.
  private func numbers(_ sql: String) -> [Completion.Candidate] {
    guard let state = try? Connection(path: session.directories.stateDatabase, access: .readOnly) else {
      return []
    }
    let found = try? state.all(sql) { row in
      Completion.Candidate(kind: .id, text: "\(row.int(0))", description: row.text(1) ?? "")
    }
    return found ?? []
  }
}
