import Catalog
import Platform
import Values

/// One record for people: a line a field, names left and values right, nothing left out.
struct RecordSheet {
  let shape: RecordShape
  /// The moment that relative dates count from; nil shows dates as they were sent.
  let now: Timestamp?
  /// The edge that tables inside the sheet must not cross.
  let width: Int?
  let paintsNames: Bool

  /// The lines of the sheet.
  func lines(_ record: JSON) -> [String] {
    guard case .object(let object) = record else { return value(record, kind: nil, room: width) }
    let fields = rows(of: object, prefix: "")
    let names = fields.map { CellText.line($0.path) }
    let edge = names.map(Console.width).max() ?? 0
    let room = width.map { max(20, $0 - edge - 2) }
    var lines: [String] = []
    for (field, name) in zip(fields, names) {
      let indent = String(repeating: " ", count: edge - Console.width(name))
      let values = value(field.value, kind: shape.kind(at: field.path), room: room)
      for (index, text) in values.enumerated() {
        let label = index == 0 ? TextStyle.dim.paint(name, if: paintsNames) + indent : blank(edge)
        lines.append(
          text.isEmpty ? (index == 0 ? TextStyle.dim.paint(name, if: paintsNames) : "") : "\(label)  \(text)")
      }
    }
    return lines
  }

  /// Every field by its path; the fields of an object follow under its name.
  private func rows(of object: JSON.Object, prefix: String) -> [(path: String, value: JSON)] {
    object.members.flatMap { member -> [(path: String, value: JSON)] in
      let path = prefix + member.key
      guard case .object(let inner) = member.value, !inner.isEmpty else { return [(path, member.value)] }
      return rows(of: inner, prefix: path + ".")
    }
  }

  private func value(_ value: JSON, kind: Resource.Field.Kind?, room: Int?) -> [String] {
    switch value {
    case .string(let text): return kind == .timestamp ? [moment(text)] : paragraphs(text)
    case .array(let elements) where elements.contains { !$0.isScalar }: return table(elements, room: room)
    default: return [CellText(now: nil).text(value, kind: kind)]
    }
  }

  /// The exact moment, and how long ago while that says more.
  private func moment(_ text: String) -> String {
    let exact = CellText.line(text)
    guard let now, let moment = Timestamp(rfc3339: text) else { return exact }
    let relative = CellText.relative(moment, to: now)
    return relative == moment.date ? exact : "\(exact) (\(relative))"
  }

  /// A text with its own lines, safe to show.
  private func paragraphs(_ text: String) -> [String] {
    let lines = Console.printable(text).split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    let kept = lines.last == "" && lines.count > 1 ? lines.dropLast() : lines[...]
    return kept.map(String.init)
  }

  private func table(_ elements: [JSON], room: Int?) -> [String] {
    var encoder = TableEncoder(
      columns: Projection.names(of: elements), shape: .unknown, sample: elements, width: room, now: now,
      paintsHeader: false)
    var bytes: [UInt8] = []
    for element in elements { encoder.append(element, to: &bytes) }
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    if !encoder.layout.hidden.isEmpty {
      lines.append("(also \(encoder.layout.hidden.joined(separator: ", ")))")
    }
    return lines
  }

  private func blank(_ count: Int) -> String { String(repeating: " ", count: count) }
}
