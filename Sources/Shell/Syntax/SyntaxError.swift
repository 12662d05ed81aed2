/// What is wrong with a text that is no script, and where.
struct SyntaxError: Error, Hashable {
  var message: String
  var place: Script.Place
  /// What must still come where the text is only not finished: shown in the prompt of the next line.
  var isWaitingFor: String?
}
