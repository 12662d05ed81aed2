/// Where the answer goes, and what of it waits to go there.
struct AnswerStream {
  let stream: OutputStream
  let isTerminal: Bool
  var buffer: [UInt8] = []
  /// Whether any of the answer was written, flushed or not.
  var hasWritten = false
  /// Whether it stands in for standard output.
  var isDiverted = false
  /// Takes what is shown as well.
  var copy: Console.Sink?
  /// Output fails once and for all: later writes do not reach a stream that has lost bytes.
  var failure: SystemError?

  init(_ stream: OutputStream, isTerminal: Bool) {
    self.stream = stream
    self.isTerminal = isTerminal
  }
}

extension Console {
  /// Takes the bytes of an answer.
  public typealias Sink = ([UInt8]) throws(SystemError) -> Void

  /// Begins the answer of another command on the same streams: a pager that was left early ends with the answer
  /// it was for, and does not silence the next.
  public func beginAnswer() {
    answer.hasWritten = false
    guard answer.isTerminal else { return }
    if case .running = paging { try? endPager() }
    if answer.failure != nil { (answer.failure, answer.buffer) = (nil, []) }
  }

  /// Gives a sink what the answers that are not diverted show, without their colours; nil ends that.
  public func copyAnswers(to sink: Sink?) { answer.copy = sink }

  /// Whether answers go elsewhere than to the standard output that children inherit.
  public var isDiverted: Bool { answer.isDiverted }

  /// Sends what `body` answers to a sink in place of standard output; no terminal shows it. Answers diverted
  /// already go where the inner sink says.
  public func diverting<T>(to sink: @escaping Sink, _ body: () throws -> T) throws -> T {
    try flush()
    let own = answer
    answer = AnswerStream(OutputStream(sink: sink), isTerminal: false)
    answer.isDiverted = true
    defer { answer = own }
    let result = try body()
    if answer.failure == nil { try flush() }
    return result
  }
}
