import Platform
import Values

/// Markdown files with front matter, one row a file: one alone, or all of a folder by name.
final class MarkdownRows: RowStream {
  private static let longest = 8 << 20

  private let folder: String?
  private var names: ArraySlice<String>
  private var alone: InputSource?

  /// The Markdown files that lie in a folder.
  init(folder: String) throws(Failure) {
    let entries: [String]
    do throws(SystemError) { entries = try Files.list(folder) } catch {
      throw InputSource.failure(folder, error)
    }
    names = entries.filter { !$0.hasPrefix(".") && ImportFormat(path: $0) == .markdown }[...]
    guard !names.isEmpty else {
      throw .usage(
        "\(folder) is a folder without Markdown files",
        hint: "name the file to import, or put .md files there")
    }
    self.folder = folder
  }

  /// One Markdown file.
  init(_ source: InputSource) {
    folder = nil
    names = []
    alone = source
  }

  func next() throws -> RowInput? {
    if let source = alone {
      alone = nil
      return try read(source, file: nil)
    }
    guard let folder, let name = names.popFirst() else { return nil }
    let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    do throws(Failure) {
      return try read(InputSource(path), file: path)
    } catch {
      if error.kind == .interrupted { throw error }
      return .bad(RowProblem(line: 1, code: "unreadable", reason: error.message), nil)
    }
  }

  private func read(_ source: InputSource, file: String?) throws(Failure) -> RowInput {
    let bytes = try Failure.local { try source.readAll(limit: MarkdownRows.longest) }
    guard let bytes else {
      let reason = "\(source.name) is longer than \(MarkdownRows.longest >> 20) MiB"
      return .bad(RowProblem(line: 1, code: "row_too_long", reason: reason), nil)
    }
    let facts = InputFacts(source, .markdown)
    var row = InputRow(line: 1, content: .unreadable(bytes), offset: 0, facts: facts, file: file)
    do throws(RowProblem) {
      row.content = .object(try FrontMatter.read(bytes), raw: bytes)
      return .row(row)
    } catch {
      return .bad(error, row)
    }
  }
}
