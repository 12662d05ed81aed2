/// One value that a command or a request takes: a path part, a query parameter, a body field, an option.
///
/// Its name on the wire is declared once; the option's spelling, the checks, the help, the completion, the
/// OpenAPI entry and the offline filter follow from it.
public struct Parameter: Sendable {
  /// The type of the value and how its text is read.
  public enum Kind: Sendable, Hashable {
    /// Any text; `@file` and `@-` read it.
    case text
    /// A whole number.
    case integer
    /// A decimal number, kept to the digit.
    case number
    /// `true` or `false`; as an option a switch with a `--no-` form.
    case boolean
    /// An option without a value.
    case flag
    /// A moment in RFC 3339, or a plain date.
    case timestamp
    /// A length of time such as `20m` or `1h30m`.
    case span
    /// A list of texts, separated by commas or given several times.
    case texts
    /// Any JSON value.
    case json
    /// A JSON object.
    case object
    /// The id of a record of the named resource.
    case id(of: String)
    /// A list of objects with the members that `parts` declare, as JSON; `@file` reads JSON, JSON Lines or CSV.
    case records
    /// A path of a file, `-` for standard input; in a body the file that is sent along.
    case file
  }

  /// What the engine does with a parameter instead of passing it on as it is.
  public enum Role: Sendable, Hashable {
    /// The number of the page, from 1.
    case page
    /// How many records a page has.
    case pageSize
    /// How many records to leave out first.
    case offset
    /// The field that orders the list.
    case sort
    /// `asc` or `desc`.
    case order
    /// The fields to answer with.
    case fields
  }

  /// What a text names, where it is neither free nor one of a few words; completion offers what there is.
  public enum Meaning: Sendable, Hashable {
    /// A profile.
    case profile
    /// A service.
    case service
    /// A service or a domain.
    case domain
    /// Words of a command.
    case command
    /// A plugin that was added on this machine.
    case plugin
    /// A webhook.
    case webhook
    /// A webhook, or a service that sends some.
    case sender
    /// An event that webhooks tell.
    case event
    /// What can be made to happen in the sandbox.
    case happening
    /// The id of a record of the named resource; a list of texts names several.
    case record(of: String)
    /// A field of the command's resource.
    case field
    /// A field of the command's resource and its value: `price=5`.
    case fieldValue
    /// A column of the input and the field it is: `act=title`.
    case columnField
    /// A condition in SQL over the fields of the command's answer.
    case condition
    /// A SELECT over the cache.
    case query
    /// The number of a write of the queue in one of these states; of no state in any that is open.
    case write(states: [String])
    /// The number of a job of the queue.
    case job
    /// The number of a webhook that was received.
    case received
    /// The name of a setting.
    case setting
    /// A value of the setting that the argument before names.
    case settingValue
    /// A setting and its value: `output=json`.
    case settingAndValue
  }

  /// The name on the wire; of a body field also the path of a member inside another, such as
  /// `options.temperature`.
  public var name: String
  /// The type of the value.
  public var kind: Kind
  /// One line for people, without a full stop.
  public var help: String
  /// Whether a call without it is refused before sending.
  public var isRequired = false
  /// Whether every record has it: it may be left out where one is changed, and not be emptied.
  public var isEssential = false
  /// Whether it may be given several times.
  public var isRepeatable = false
  /// The values allowed; empty when any is.
  public var allowed: [String] = []
  /// The value the service takes when none is given.
  public var fallback: String?
  /// The unit of the value, such as `USD`.
  public var unit: String?
  /// The least and greatest number allowed.
  public var range: ClosedRange<Double>?
  /// How it filters a list.
  public var filter: Filter?
  /// What the engine uses it for.
  public var role: Role?
  /// Where a record shows what a body field wrote; nil when under the same name.
  public var source: String?
  /// What its text names.
  public var meaning: Meaning?
  /// The one-letter option.
  public var short: Character?
  /// What help calls the value, such as `FILE`; nil derives it from the kind.
  public var placeholder: String?
  /// Whether it may also stand without its option, behind the arguments of the path.
  public var isArgument = false
  /// Whether it stands among the query and is sent as a header field.
  public var isField = false
  /// Whether its value is the whole body, which is then no object of members.
  public var isWholeBody = false
  /// Whether the value is a secret: read from a file, from standard input or without echo, and never kept.
  public var isSecret = false
  /// What a text, or each text of a list, is beyond its letters.
  public var form: Form?
  /// How many characters a text may have, or elements a list, or bytes a file that is sent along.
  public var length: ClosedRange<Int>?
  /// Whether a list of texts may stand in a file, one a line.
  public var isReadFromFiles = false
  /// The members of each element of `records`.
  public var parts: [Parameter] = []
  /// Two of them that are numbers, of which the first is the smaller one.
  public var ascent: (low: String, high: String)?
  /// The media types of a file that is sent along, without what is behind the slash; empty when any is taken.
  public var mediaTypes: [String] = []
  /// Whether a text may also be JSON of another type, where somebody else's description says no more.
  public var isOpen = false

  /// Spells the option: `max_price` and `maxPrice` become `max-price`, `options.tone` becomes `tone`, and
  /// `includeCTA` becomes `include-cta`.
  public var option: String {
    let part = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { name[name.index(after: $0)...] } ?? name[...]
    var spelling: [UInt8] = []
    var wasUppercase = false
    for byte in part.utf8 {
      let isUppercase = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      if isUppercase, !wasUppercase, let last = spelling.last, last != UInt8(ascii: "-") {
        spelling.append(UInt8(ascii: "-"))
      }
      spelling.append(byte == UInt8(ascii: "_") ? UInt8(ascii: "-") : isUppercase ? byte | 0x20 : byte)
      wasUppercase = isUppercase
    }
    return String(decoding: spelling, as: UTF8.self)
  }

  /// The same parameter, not required: what creates a record changes it too.
  public var optional: Parameter {
    var made = self
    made.isEssential = isFilled
    made.isRequired = false
    return made
  }

  /// Whether what is given for it may not be empty.
  public var isFilled: Bool { isRequired || isEssential }

  /// The same parameter, its text naming something.
  public func naming(_ meaning: Meaning) -> Parameter {
    var made = self
    made.meaning = meaning
    return made
  }

  /// The same parameter, which may stand without its option.
  public var asArgument: Parameter {
    var made = self
    made.isArgument = true
    return made
  }

  /// The same parameter, taken for a text of that form.
  public func of(_ form: Form) -> Parameter {
    var made = self
    made.form = form
    return made
  }

  /// The same parameter, of so many characters, elements or bytes.
  public func sized(_ length: ClosedRange<Int>) -> Parameter {
    var made = self
    made.length = length
    return made
  }

  /// The same parameter, of elements in which one number is smaller than another.
  public func ascending(_ low: String, _ high: String) -> Parameter {
    var made = self
    made.ascent = (low, high)
    return made
  }

  /// Whether the option stands alone, without a value behind it.
  public var isSwitch: Bool { kind == .flag || kind == .boolean }

  /// Where a record shows the value of a body field.
  public var recordPath: String { source ?? name }
}

/// How a query parameter chooses records: the same meaning for the service, the cache and the sandbox.
public enum Filter: Sendable, Hashable {
  /// The field equals the value.
  case equals(String)
  /// The field equals the value, unless that is the word which stands for all.
  case equalsUnless(String, all: String)
  /// The field, or any element of it, is one of the values.
  case anyOf(String)
  /// The field is at least the value.
  case atLeast(String)
  /// The field is at most the value.
  case atMost(String)
  /// Every word occurs in one of the fields.
  case text([String])
  /// The field is none of the values.
  case excluded(String)
}
