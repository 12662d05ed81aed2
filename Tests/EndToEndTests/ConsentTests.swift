import Platform
import Testing

/// What costs money, is public or cannot be undone is asked for by its name, and a no sends nothing.
@Suite struct ConsentTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var words: [String]
    var question: String
    var testDescription: String { "sp \(words.joined(separator: " "))" }

    init(_ words: String..., asks question: String) { (self.words, self.question) = (words, question) }
  }

  static let rows: [Row] = [
    Row(
      "quota", "checkout", "--tier", "basic", "--success-url", "https://a.example", "--cancel-url",
      "https://b.example", asks: "quota checkout basic: this costs money. Go on? [y/N]"),
    Row(
      "subscription", "upgrade", "ultra", asks: "subscription upgrade ultra: this costs money. Go on? [y/N]"),
    Row("subscription", "cancel", asks: "subscription cancel: this cannot be undone. Go on? [y/N]"),
    Row(
      "affiliate", "payout", "--method", "paypal", "--paypal-email", "me@example.com",
      asks: "affiliate payout paypal 'me@example.com': this costs money. Go on? [y/N]"),
    Row(
      "billing", "checkout", "--plan-id", "viral", "--billing-cycle", "monthly",
      asks: "billing checkout 'viral' 'monthly': this costs money. Go on? [y/N]"),
    Row("refunds", "approve", "refund-1", asks: "refunds approve refund-1: this costs money. Go on? [y/N]"),
    Row(
      "whatsapp", "batch", #"[{"to":"+33123456789","text":"Hi"}]"#,
      asks: "whatsapp batch 1 message: this costs money. Go on? [y/N]"),
    Row(
      "forum", "create", "--title", "Hi", "--content", "Hello", "--category", "questions",
      asks: "forum create 'Hi' 'Hello' 'questions': this will be public. Go on? [y/N]"),
    Row(
      "forum", "comment", "topic_1", "Merci",
      asks: "forum comment topic_1 'Merci': this will be public. Go on?"),
    Row(
      "prompts", "delete", "prompt-1", asks: "prompts delete prompt-1: this cannot be undone. Go on? [y/N]"),
    Row("gdpr", "delete", asks: "This cannot be undone. Type DELETE_MY_DATA to go on: "),
  ]

  @Test(arguments: rows) func aNoSendsNothing(_ row: Row) throws {
    let sp = try Sp()
    try sp.play(
      """
      child = s("--columns", "200", *\(row.words)); child.expect_exact(\(row.question.debugDescription))
      child.sendline("n"); child.expect_exact("nothing was sent"); done(child, 130)
      """)
    #expect(!Files.exists("\(sp.home.path)/sandbox.db"), "the sandbox was asked")
  }

  @Test func aRecordLendsWhatIsNotNamed() throws {
    let sp = try Sp()
    #expect(try sp("sandbox", "seed").status == 0)
    let before = try sp("inbox", "list").output
    let posts = try sp("instagram", "batch", "Hi", "--recipients", "user_789,user_790", "--dry-run").output
    #expect(posts.contains(#""recipients":["user_789","user_790"]"#))
    try sp.play(
      """
      child = s("instagram", "batch", "Hi", "--recipients", "user_789,user_790")
      child.expect_exact("instagram batch 2 recipients 'Hi': this will be public. Go on? [y/N]")
      child.sendline("n"); child.expect_exact("nothing was sent"); done(child, 130)
      """)
    #expect(try sp("inbox", "list", "--refresh").output == before)
  }
}
