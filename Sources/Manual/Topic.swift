import Catalog

/// Something that several commands have in common, explained once: as `sp help NAME`, and as a manual page where it
/// has one.
public struct Topic: Sendable {
  /// A heading and what stands under it.
  public struct Section: Sendable {
    /// The heading.
    public var heading: String
    /// Full sentences; may be empty.
    public var text: String
    /// Words with their meanings.
    public var entries: [Entry]

    /// Declares a section.
    public static func section(_ heading: String, _ text: String = "", _ entries: [Entry] = []) -> Section {
      Section(heading: heading, text: text, entries: entries)
    }
  }

  /// A word and what it means, in a full sentence or several.
  public struct Entry: Sendable {
    /// What is typed or read.
    public var term: String
    /// What it means.
    public var meaning: String

    /// Declares a word.
    public static func entry(_ term: String, _ meaning: String) -> Entry {
      Entry(term: term, meaning: meaning)
    }
  }

  /// The word behind `sp help`.
  public var name: String
  /// One line for people, without a full stop.
  public var summary: String
  /// What it is, in full sentences.
  public var text: String
  /// Command lines that run as they stand in the sandbox, one after the other.
  public var examples: [Example]
  /// The rest.
  public var sections: [Section]

  /// Declares a topic.
  public init(
    _ name: String, _ summary: String, text: String, examples: [Example] = [], sections: [Section]
  ) {
    self.name = name
    self.summary = summary
    self.text = text
    self.examples = examples
    self.sections = sections
  }
}

extension Help {
  /// A topic; `commands` are those under its name, where there are any.
  public static func topic(_ topic: Topic, commands: [Command] = [], width: Int) -> String {
    var flow = TextFlow(width: width)
    flow.paragraph(topic.summary + ".")
    flow.section("Examples", lines: examples(topic.examples))
    flow.paragraph(topic.text)
    for section in topic.sections {
      flow.section(section.heading, text: section.text, section.entries.map { ($0.term, $0.meaning) })
    }
    flow.section(
      "Commands", commands.next(after: [topic.name]).map { ("\(topic.name) \($0.word)", $0.summary) })
    return flow.finished
  }
}
