import Catalog
import Values

/// The forms an answer can have on standard output.
public enum OutputForm: String, Sendable, CaseIterable {
  /// Aligned columns for people; one record stands as a list of its fields.
  case table
  /// One JSON document; a list is one array with a record a line.
  case json
  /// One JSON object a line, sent on as soon as its page is there.
  case jsonl
  /// RFC 4180 with a header and LF line ends.
  case csv
  /// The same as `csv` with tabs for commas.
  case tsv
  /// One YAML 1.2 document.
  case yaml

  /// The form asked for with `--output` or `--json`; nil when none was.
  ///
  /// A picture is drawn from the records as they are in JSON; refuses one where there is nothing to draw.
  public init?(asked invocation: Invocation) throws(Failure) {
    if let picture = invocation.option("output"), ChartPlan.pictures.contains(picture) {
      guard invocation.command.chart != nil else {
        throw .usage(
          "-o \(picture) draws a picture, and sp \(invocation.command.name) has nothing to draw",
          hint: "sp help \(invocation.command.name)")
      }
      self = .json
      return
    }
    let named = try invocation.option("output").map { (text) throws(Failure) in
      try OutputForm(text, from: "--output")
    }
    guard invocation.flag("json") else {
      guard let named else { return nil }
      self = named
      return
    }
    guard named == nil || named == .json else {
      throw .usage("--json and --output \(named?.rawValue ?? "") exclude each other", hint: "leave one out")
    }
    self = .json
  }

  /// Reads the name of a form; `origin` is the option or key that holds it.
  public init(_ text: String, from origin: String) throws(Failure) {
    guard let form = OutputForm(rawValue: text) else {
      let names = OutputForm.allCases.map(\.rawValue)
      let near = Nearest.match(text, in: names)
      throw .usage(
        "\(origin) takes \(names.joined(separator: ", ")), not '\(text)'",
        hint: near.map { "did you mean \($0)?" })
    }
    self = form
  }
}
