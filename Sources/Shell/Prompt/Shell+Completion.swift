import Engine
import Platform

extension Shell {
  /// What Tab may put in; asks no service.
  func completion(of line: String, at cursor: Int) -> LineEditor.Completion {
    LineEditor.Completion(start: cursor, candidates: [])
  }
}
