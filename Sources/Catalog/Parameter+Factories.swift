extension Parameter {
  /// A text.
  public static func text(
    _ name: String, _ help: String, required: Bool = false, allowed: [String] = [],
    default fallback: String? = nil, filter: Filter? = nil, role: Role? = nil, placeholder: String? = nil
  ) -> Parameter {
    var made = Parameter(name: name, kind: .text, help: help)
    made.isRequired = required
    made.allowed = allowed
    made.fallback = fallback
    made.filter = filter
    made.role = role
    made.placeholder = placeholder
    return made
  }

  /// A whole number in a range.
  public static func integer(
    _ name: String, _ help: String, required: Bool = false, in range: ClosedRange<Double>? = nil,
    default fallback: String? = nil, unit: String? = nil, filter: Filter? = nil, role: Role? = nil
  ) -> Parameter {
    var made = Parameter(name: name, kind: .integer, help: help)
    made.isRequired = required
    made.range = range
    made.fallback = fallback
    made.unit = unit
    made.filter = filter
    made.role = role
    return made
  }

  /// A decimal number in a range.
  public static func number(
    _ name: String, _ help: String, required: Bool = false, in range: ClosedRange<Double>? = nil,
    default fallback: String? = nil, unit: String? = nil, filter: Filter? = nil
  ) -> Parameter {
    var made = Parameter(name: name, kind: .number, help: help)
    made.fallback = fallback
    made.isRequired = required
    made.range = range
    made.unit = unit
    made.filter = filter
    return made
  }

  /// A text that is a secret.
  public static func secret(_ name: String, _ help: String, required: Bool = false) -> Parameter {
    var made = Parameter(name: name, kind: .text, help: help)
    made.isRequired = required
    made.isSecret = true
    return made
  }

  /// A list of objects, each with these members.
  public static func records(
    _ name: String, _ help: String, required: Bool = false, of parts: [Parameter]
  ) -> Parameter {
    var made = Parameter(name: name, kind: .records, help: help)
    made.isRequired = required
    made.parts = parts
    return made
  }

  /// A file that is sent along, of at most so many bytes and of one of these kinds, such as `video`.
  public static func upload(
    _ name: String, _ help: String, largest: Int, of mediaTypes: [String] = []
  ) -> Parameter {
    var made = Parameter(name: name, kind: .file, help: help)
    made.mediaTypes = mediaTypes
    made.isRequired = true
    made.length = 0...largest
    made.placeholder = "FILE"
    return made
  }

  /// A truth value.
  public static func boolean(
    _ name: String, _ help: String, default fallback: String? = nil, filter: Filter? = nil
  ) -> Parameter {
    var made = Parameter(name: name, kind: .boolean, help: help)
    made.fallback = fallback
    made.filter = filter
    return made
  }

  /// A switch without a value.
  public static func flag(_ name: String, _ help: String, short: Character? = nil) -> Parameter {
    var made = Parameter(name: name, kind: .flag, help: help)
    made.short = short
    return made
  }

  /// A moment.
  public static func timestamp(
    _ name: String, _ help: String, required: Bool = false, filter: Filter? = nil
  ) -> Parameter {
    var made = Parameter(name: name, kind: .timestamp, help: help)
    made.isRequired = required
    made.filter = filter
    return made
  }

  /// A length of time.
  public static func span(_ name: String, _ help: String) -> Parameter {
    Parameter(name: name, kind: .span, help: help)
  }

  /// A list of texts; `source` names where a record shows them.
  public static func texts(
    _ name: String, _ help: String, required: Bool = false, allowed: [String] = [], filter: Filter? = nil,
    role: Role? = nil, source: String? = nil
  ) -> Parameter {
    var made = Parameter(name: name, kind: .texts, help: help)
    made.allowed = allowed
    made.isRequired = required
    made.isRepeatable = true
    made.isReadFromFiles = allowed.isEmpty && role == nil
    made.filter = filter
    made.role = role
    made.source = source
    return made
  }

  /// A JSON value.
  public static func json(_ name: String, _ help: String, required: Bool = false) -> Parameter {
    var made = Parameter(name: name, kind: .json, help: help)
    made.isRequired = required
    return made
  }

  /// A JSON object.
  public static func object(_ name: String, _ help: String, required: Bool = false) -> Parameter {
    var made = Parameter(name: name, kind: .object, help: help)
    made.isRequired = required
    return made
  }

  /// The id of a record, required unless it narrows a list.
  public static func id(
    _ name: String, of resource: String, _ help: String, required: Bool = true, filter: Filter? = nil
  ) -> Parameter {
    var made = Parameter(name: name, kind: .id(of: resource), help: help)
    made.isRequired = required
    made.filter = filter
    return made
  }

  /// A positional argument of a command.
  public static func argument(
    _ name: String, _ help: String, kind: Kind = .text, required: Bool = true, repeatable: Bool = false,
    allowed: [String] = []
  ) -> Parameter {
    var made = Parameter(name: name, kind: kind, help: help)
    made.isRequired = required
    made.isRepeatable = repeatable
    made.allowed = allowed
    return made
  }

  /// An option of a command that takes a value.
  public static func option(
    _ name: String, _ help: String, kind: Kind = .text, placeholder: String? = nil, short: Character? = nil,
    allowed: [String] = [], repeatable: Bool = false, default fallback: String? = nil
  ) -> Parameter {
    var made = Parameter(name: name, kind: kind, help: help)
    made.placeholder = placeholder
    made.short = short
    made.allowed = allowed
    made.isRepeatable = repeatable
    made.fallback = fallback
    return made
  }
}
