/// A text as PDF 1.4: a title and lines in a fixed-width font, on as many A4 pages as they need.
struct LocalPDF {
  private static let linesPerPage = 54
  let title: String
  let lines: [String]

  /// The file.
  var bytes: [UInt8] {
    let pages = pages.map(content)
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count \(pages.count) /Kids [\(pages.indices.map { "\(6 + 2 * $0) 0 R" }.joined(separator: " "))] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
      "<< /Title (\(LocalPDF.escaped(title))) /Producer (SnackPrompt sandbox) >>",
    ]
    for (index, content) in pages.enumerated() {
      objects.append(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(7 + 2 * index) 0 R "
          + "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>")
      objects.append("<< /Length \(content.unicodeScalars.count) >>\nstream\n\(content)\nendstream")
    }
    return LocalPDF.file(of: objects)
  }

  private var pages: [[String]] {
    guard !lines.isEmpty else { return [[]] }
    return stride(from: 0, to: lines.count, by: LocalPDF.linesPerPage).map { start in
      Array(lines[start..<min(lines.count, start + LocalPDF.linesPerPage)])
    }
  }

  private func content(_ lines: [String]) -> String {
    let rows = lines.map { "(\(LocalPDF.escaped($0))) '" }.joined(separator: "\n")
    return """
      BT /F1 16 Tf 48 790 Td (\(LocalPDF.escaped(title))) Tj ET
      BT /F2 9 Tf 13 TL 48 770 Td
      \(rows)
      ET
      """
  }

  /// Numbers the objects and adds the table that says at which byte each begins.
  private static func file(of objects: [String]) -> [UInt8] {
    var bytes = latin("%PDF-1.4\n%\u{E2}\u{E3}\u{CF}\u{D3}\n")
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(bytes.count)
      bytes += latin("\(index + 1) 0 obj\n\(object)\nendobj\n")
    }
    let table = bytes.count
    bytes += latin("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n")
    for place in places {
      let digits = String(place)
      bytes += latin("\(String(repeating: "0", count: 10 - digits.count))\(digits) 00000 n \n")
    }
    bytes += latin(
      "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 5 0 R >>\nstartxref\n\(table)\n%%EOF\n")
    return bytes
  }

  /// One byte a character; what the font's encoding lacks becomes a question mark.
  private static func latin(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : UInt8(ascii: "?") }
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "()\\".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
