import Values

/// When the last progress was shown, and whether a line of it stands on the screen.
struct ProgressState {
  var startedAt: Int64
  var shownAt: Int64?
  var isDrawn = false
}

extension Console {
  /// Shows how far the work is. On a terminal it is one line, redrawn in place; elsewhere a plain line now and
  /// then. Call as often as there is news: it is shown only when due. nil ends the progress and clears its line.
  public func progress(_ line: String?) {
    guard let line else { return endProgress() }
    guard progressIsDue else { return }
    progressState.shownAt = clock.uptime()
    if case .off = paging { try? flush() }
    guard drawsProgress else { return put("\(line)\n") }
    progressState.isDrawn = true
    // The last column stays free: writing into it makes some terminals wrap.
    put("\r\(Console.cut(line, to: columns - 1))\u{1B}[K")
  }

  /// Whether `progress` would show a line now: first after half a second, then at most ten a second on a
  /// terminal; elsewhere one every ten seconds.
  public var progressIsDue: Bool {
    guard progressChoice != .never else { return false }
    if case .running = paging { return false }
    let now = clock.uptime()
    guard let shownAt = progressState.shownAt else {
      return now - progressState.startedAt >= (drawsProgress ? 500 : 10_000)
    }
    return now - shownAt >= (drawsProgress ? 100 : 10_000)
  }

  /// Starts the clock of the first line anew, at the beginning of a piece of work.
  public func beginProgress() { progressState = ProgressState(startedAt: clock.uptime()) }

  private var drawsProgress: Bool {
    if isAccessible { return false }
    return progressChoice == .always || errorIsTerminal && !isDumb
  }

  private func endProgress() {
    clearProgress()
    beginProgress()
  }

  /// Takes a drawn line off the screen before anything else is written.
  func clearProgress() {
    guard progressState.isDrawn else { return }
    progressState.isDrawn = false
    put("\r\u{1B}[K")
  }
}
