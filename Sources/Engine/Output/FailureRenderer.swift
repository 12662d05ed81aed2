import Platform
import Values

/// Says on standard error why a command ended: an object for scripts, two lines for people.
public struct FailureRenderer {
  let console: Console
  let form: OutputForm?

  /// Renders for a console; `form` is the output form that was asked for, nil when none was.
  public init(console: Console, form: OutputForm?) {
    self.console = console
    self.form = form
  }

  /// Writes `{"error":{…}}` on one line where standard error is no terminal or JSON was asked for, else
  /// `error:` with what happened and `try:` with what to type next.
  public func render(_ failure: Failure) {
    console.report(isForScripts ? failure.json.text() : lines(failure))
  }

  private var isForScripts: Bool { !console.errorIsTerminal || form == .json || form == .jsonl }

  private func lines(_ failure: Failure) -> String {
    let isColored = console.colorsError
    let place = failure.place.map { "\(CellText.line($0)): " } ?? ""
    let first = "\(place)\(TextStyle.red.paint("error:", if: isColored)) \(CellText.line(failure.message))"
    guard let hint = failure.hint else { return first }
    return "\(first)\n  \(TextStyle.cyan.paint("try:", if: isColored)) \(CellText.line(hint))"
  }
}
