/// A talk with a service, line by line in the terminal.
public struct Conversation: Sendable, Hashable {
  /// What was said before in a talk that is gone on with.
  public struct History: Sendable, Hashable {
    /// The operation that lists it.
    public var operation: String
    /// Its query parameter that takes the id of the talk.
    public var id: String
    /// The member of a line that says who spoke.
    public var role: String
    /// The member of a line that has what was said.
    public var text: String

    /// Declares where a talk's history is.
    public init(_ operation: String, id: String, role: String, text: String) {
      self.operation = operation
      self.id = id
      self.role = role
      self.text = text
    }
  }

  /// The words of its command, such as `["chat", "talk"]`.
  public var command: [String]
  /// One line for people, without a full stop.
  public var summary: String
  /// The operation that opens it.
  public var open: String
  /// Where the answer to that tells the id of the talk.
  public var id: String
  /// Where the answer to that has the first words of the service; nil when it says none.
  public var greeting: String?
  /// The operation that says a line.
  public var say: String
  /// The member of its body that takes the id of the talk.
  public var sayID: String
  /// The member of its body that takes the line.
  public var text: String
  /// Where its answer has the reply.
  public var reply: String
  /// Where what was said before is; nil when the service does not tell.
  public var history: History?

  /// Declares a conversation.
  public init(
    _ command: String, _ summary: String, open: String, id: String, greeting: String? = nil, say: String,
    sayID: String, text: String, reply: String, history: History? = nil
  ) {
    self.command = command.split(separator: " ").map(String.init)
    self.summary = summary
    self.open = open
    self.id = id
    self.greeting = greeting
    self.say = say
    self.sayID = sayID
    self.text = text
    self.reply = reply
    self.history = history
  }
}
