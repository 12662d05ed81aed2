import Catalog
import Values

struct RowProblem: Error { var line: Int; var code: String; var reason: String }
struct InputRow { var line: Int; func origin(_ p: String) -> JSON { nil } }
enum RowInput { case blank(Int), bad(RowProblem, InputRow?), row(InputRow) }
struct ImportFormat { init(named: String) throws(Failure) {} }
final class RowReader {
  init(_ p: String, format: ImportFormat?) throws(Failure) { self.format = format }
  var header: [String]?; var rawHeader: [UInt8]?; var format: ImportFormat?;
  func next() throws(Failure) -> RowInput? { nil }
}
struct RowMapping {
  init(resource: Resource, create: Endpoint, map: [String], set: [String], header: [String]?, isUpdate: Bool)
    throws(Failure)
  {}
  var ignoredColumns: [String] { [] }
  func body(of r: InputRow) -> Result<(body: JSON, id: String?), RowProblem> {
    .failure(.init(line: 0, code: "", reason: ""))
  }
}
final class RejectsWriter {
  init(for p: String, header: [UInt8]?, format: ImportFormat?) {}; var hint: String?;
  func add(_ p: RowProblem, _ r: InputRow?) throws {}; func close() throws {};
  static func add(_ w: [QueuedWrite]) throws -> [String] { [] }
}
