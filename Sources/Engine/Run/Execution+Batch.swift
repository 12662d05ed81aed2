import Catalog
import Values

extension Execution {
  /// Shows the results of a batch one by one, says how many failed, and ends with 7 where any did.
  func show(_ answers: [JSON], of batch: Batch, _ endpoint: Endpoint) throws(Failure) -> ExitCode {
    let results = answers.flatMap { $0.value(at: batch.results)?.array ?? [] }
    let failed = results.filter { $0.value(at: batch.success)?.bool != true }
    let fields = endpoint.returns?.first { $0.name == batch.results }?.parts ?? []
    let shape = RecordShape("results", singular: "result", id: batch.item, fields: fields)
    var writer = output.list(shape)
    try Failure.local {
      for result in results { try writer.record(result) }
      try writer.end(meta: JSON.Object(unique: [.init(key: "failed", value: .number(.init(failed.count)))]))
    }
    guard !failed.isEmpty else {
      output.note("\(results.count) of \(results.count) done")
      return .success
    }
    let names = failed.prefix(5).compactMap { $0.value(at: batch.item)?.string }
    let more = failed.count > names.count ? " and \(failed.count - names.count) more" : ""
    output.note(
      "\(results.count - failed.count) of \(results.count) done; failed: \(names.joined(separator: ", "))\(more)"
    )
    return .partial
  }
}
