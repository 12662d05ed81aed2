import CReadline
import Platform

/// Reads lines from the person at the terminal with GNU Readline: the only file that talks to it.
///
/// Readline keeps its state in globals, so there is one editor, used from one thread. Its callback interface lets
/// us wait for keys, signals and finished jobs at once; it never waits itself.
final class LineEditor {
  /// What came of asking for a line.
  enum Event {
    case line(String)
    /// The text so far is to be changed in the editor program.
    case edit(String)
    /// Ctrl-C: what was typed is dropped.
    case interrupted
    /// Ctrl-D on an empty line, or the terminal is gone.
    case ended
    /// A signal asks the process to end.
    case signalled(Int32)
  }

  /// What Tab may put in for a part of the line.
  struct Completion {
    /// One of several.
    struct Candidate {
      /// What stands in the line afterwards.
      var text: String
      /// What the list shows.
      var shown: String
      var description = ""
    }

    /// The byte at which the part begins; it ends at the cursor.
    var start: Int
    var candidates: [Candidate]
    /// What follows the only candidate: a space, or nothing where more is to be typed.
    var suffix = " "
  }

  /// A faint text behind the cursor.
  struct Hint {
    var text: String
    /// Whether the keys that go right put it into the line.
    var isAccepted: Bool
  }

  /// Tells what Tab may put in, for a line and the byte the cursor is at.
  var complete: (String, Int) -> Completion = { _, cursor in Completion(start: cursor, candidates: []) }
  /// Tells what to show behind a line; nil for nothing.
  var hint: ((String) -> Hint?)?
  /// Other descriptors to wait for, and what to do when they are ready: lines to tell above the prompt.
  var watched: () -> [Int32] = { [] }
  var news: () -> [String] = { [] }

  private let readline: sp_readline
  private let terminal: UnsafeMutablePointer<FILE>
  private var outcome: Event?
  private var prompt = ""
  private var promptWidth = 0
  private var wantsEditor = false
  /// The hint on the screen.
  private var shownHint: Hint?
  private var keys = KeyInput()
  private var lastTab: (line: String, point: Int32)?

  /// Readline's callbacks carry no context: the one editor that is reading.
  nonisolated(unsafe) private static var current: LineEditor?

  /// Loads the library and reads the person's inputrc; nil where there is none. `descriptor` is the terminal's.
  init?(descriptor: Int32) {
    var table = sp_readline()
    guard sp_readline_load(&table) == 1, let terminal = sp_open_terminal(descriptor) else { return nil }
    readline = table
    self.terminal = terminal
    sp_use_unicode()
    readline.catch_signals.pointee = 0
    readline.catch_sigwinch.pointee = 0
    readline.change_environment.pointee = 0
    readline.readline_name.pointee = UnsafePointer(sp_copy("sp"))
    readline.outstream.pointee = terminal
    bindKeys()
    _ = readline.initialize()
    readline.using_history()
  }

  // MARK: History

  /// Puts a line into what the arrow keys go through.
  func remember(_ line: String) { readline.add_history(line) }

  /// Begins that list anew.
  func forgetAll() { readline.clear_history() }

  // MARK: Reading

  /// Asks for a line. `prompt` may hold colours; `text` stands in the line at the beginning.
  func read(_ prompt: String, text: String = "") -> Event {
    LineEditor.current = self
    (self.prompt, outcome, shownHint, wantsEditor, lastTab) = (
      LineEditor.marked(prompt), nil, nil, false, nil
    )
    promptWidth = Console.width(LineEditor.plain(prompt))
    TerminalSignals.catchAll()
    defer {
      TerminalSignals.release()
      LineEditor.current = nil
    }
    install()
    if !text.isEmpty {
      _ = readline.insert_text(text)
      readline.redisplay()
    }
    while true {
      if let event = signalled() { return event }
      while let event = TerminalSignals.next() { handle(event) }
      if keys.hasMore {
        readline.callback_read_char()
        if let outcome { return outcome }
        continue
      }
      let ready = Readiness.wait(for: [0, Interrupt.wakeDescriptor, TerminalSignals.descriptor] + watched())
      if ready.contains(where: { ![0, Interrupt.wakeDescriptor, TerminalSignals.descriptor].contains($0) }) {
        for line in news() { tell(line) }
      }
      guard ready.contains(0), Interrupt.requested == nil else { continue }
      readline.callback_read_char()
      if let outcome { return outcome }
    }
  }

  private func install() {
    readline.eof_found.pointee = 0
    readline.callback_handler_install(prompt) { line in
      guard let editor = LineEditor.current else { return }
      editor.readline.callback_handler_remove()
      guard let line else {
        // Where pasting is bracketed, readline ends the line itself.
        if !editor.isOn("enable-bracketed-paste") { _ = editor.readline.crlf() }
        sp_flush(editor.terminal)
        editor.outcome = .ended
        return
      }
      let text = String(cString: line)
      sp_free_line(line)
      editor.outcome = editor.wantsEditor ? .edit(text) : .line(text)
    }
    readline.redisplay_function.pointee = { LineEditor.current?.redisplay() }
    readline.getc_function.pointee = { _ in LineEditor.current?.keys.next().map(Int32.init) ?? -1 }
    readline.input_available_hook.pointee = { LineEditor.current?.keys.isAvailable ?? false ? 1 : 0 }
  }

  private func signalled() -> Event? {
    guard let signal = Interrupt.requested else { return nil }
    keys.endPaste()
    eraseHint()
    guard signal == Interrupt.keyboard else {
      readline.callback_handler_remove()
      return .signalled(signal)
    }
    readline.callback_sigcleanup()
    readline.free_line_state()
    readline.echo_signal_char(signal)
    _ = readline.crlf()
    readline.callback_handler_remove()
    sp_flush(terminal)
    Interrupt.reset()
    return .interrupted
  }

  private func handle(_ event: TerminalSignals.Event) {
    switch event {
    case .resized:
      eraseHint()
      readline.resize_terminal()
    case .stop:
      eraseHint()
      readline.deprep_terminal()
      TerminalSignals.stop()
    case .continued:
      // Whoever had the terminal meanwhile may have set it otherwise.
      readline.deprep_terminal()
      readline.prep_terminal(1)
      readline.resize_terminal()
      _ = readline.forced_update_display()
    }
  }

  /// Writes a line above the one being typed, which stays as it is.
  private func tell(_ line: String) {
    eraseHint()
    let (text, point) = (self.line, readline.point.pointee)
    readline.save_prompt()
    readline.replace_line("", 0)
    _ = readline.set_prompt("")
    readline.redisplay()
    sp_put(terminal, line + "\n")
    sp_flush(terminal)
    _ = readline.on_new_line()
    readline.restore_prompt()
    _ = readline.set_prompt(prompt)
    readline.replace_line(text, 0)
    readline.point.pointee = point
    redisplay()
  }

  private var line: String { readline.line_buffer.pointee.map { String(cString: $0) } ?? "" }

  /// The prompt with its escapes marked as taking no room.
  private static func marked(_ prompt: String) -> String {
    prompt.replacing(/\u{1B}\[[0-9;]*m/) { "\u{01}\($0.output)\u{02}" }
  }

  private static func plain(_ prompt: String) -> String { prompt.replacing(/\u{1B}\[[0-9;]*m/, with: "") }
}

// MARK: Keys

extension LineEditor {
  /// Bound before readline starts, so that the person's inputrc has the last word.
  private func bindKeys() {
    let commands: [(String, @convention(c) (Int32, Int32) -> Int32)] = [
      ("sp-complete", { _, _ in LineEditor.current?.tab() ?? 0 }),
      ("sp-accept-line", { count, key in LineEditor.current?.accept(count, key) ?? 0 }),
      ("sp-edit-line", { count, key in LineEditor.current?.editLine(count, key) ?? 0 }),
      ("sp-newline", { _, _ in LineEditor.current?.insertNewline() ?? 0 }),
      ("sp-forward-char", { count, key in LineEditor.current?.forward(count, key) ?? 0 }),
      ("sp-forward-word", { count, key in LineEditor.current?.forwardWord(count, key) ?? 0 }),
      ("sp-end-of-line", { count, key in LineEditor.current?.endOfLine(count, key) ?? 0 }),
    ]
    for (name, function) in commands { _ = readline.add_defun(sp_copy(name), function, -1) }
    for binding in LineEditor.bindings { _ = readline.parse_and_bind(sp_copy(binding)) }
  }

  private static let bindings = [
    #""\t": sp-complete"#, #""\C-m": sp-accept-line"#, #""\C-j": sp-accept-line"#,
    #""\C-x\C-e": sp-edit-line"#, #""\e\C-m": sp-newline"#, #""\C-f": sp-forward-char"#,
    #""\e[C": sp-forward-char"#, #""\eOC": sp-forward-char"#, #""\ef": sp-forward-word"#,
    #""\C-e": sp-end-of-line"#, #""\e[F": sp-end-of-line"#, #""\eOF": sp-end-of-line"#,
    #""\e[A": history-search-backward"#, #""\eOA": history-search-backward"#,
    #""\e[B": history-search-forward"#, #""\eOB": history-search-forward"#,
  ]

  private func accept(_ count: Int32, _ key: Int32) -> Int32 {
    eraseHint()
    return readline.newline(count, key)
  }

  private func editLine(_ count: Int32, _ key: Int32) -> Int32 {
    wantsEditor = true
    return accept(count, key)
  }

  private func insertNewline() -> Int32 { readline.insert_text("\n") > 0 ? 0 : 1 }

  private func forward(_ count: Int32, _ key: Int32) -> Int32 {
    acceptHint { $0 } ? 0 : readline.forward_char(count, key)
  }

  private func endOfLine(_ count: Int32, _ key: Int32) -> Int32 {
    acceptHint { $0 } ? 0 : readline.end_of_line(count, key)
  }

  private func forwardWord(_ count: Int32, _ key: Int32) -> Int32 {
    let isTaken = acceptHint { text in
      let start = text.firstIndex { $0 != " " } ?? text.startIndex
      return String(text[..<(text[start...].firstIndex(of: " ") ?? text.endIndex)])
    }
    return isTaken ? 0 : readline.forward_word(count, key)
  }

  /// Puts the hint, or its beginning, into the line; false where there is none to put in.
  private func acceptHint(_ part: (String) -> String) -> Bool {
    guard let hint = shownHint, hint.isAccepted, readline.point.pointee == readline.end.pointee else {
      return false
    }
    eraseHint()
    _ = readline.insert_text(part(hint.text))
    return true
  }
}

// MARK: Hints

extension LineEditor {
  private func redisplay() {
    eraseHint()
    readline.redisplay()
    guard let hint, readline.point.pointee == readline.end.pointee,
      readline.readline_state.pointee & UInt(SP_RL_STATE_SEARCHING) == 0
    else { return }
    // A long line, such as a paste, leaves no room; it is not looked through at every key.
    guard readline.end.pointee < 4 * Int32(columns) else { return }
    let line = line
    guard !line.isEmpty, !line.utf8.contains(UInt8(ascii: "\n")), let found = hint(line) else { return }
    let used = promptWidth + Console.width(line)
    let room = columns - 1 - used
    guard room >= 4, !found.text.isEmpty else { return }
    let shown = Console.cut(Console.printable(found.text), to: room)
    sp_put(terminal, "\u{1B}7\u{1B}[0K\u{1B}[2m\(shown)\u{1B}[22m\u{1B}8")
    sp_flush(terminal)
    shownHint = found
  }

  private func eraseHint() {
    guard shownHint != nil else { return }
    shownHint = nil
    sp_put(terminal, "\u{1B}[0K")
    sp_flush(terminal)
  }

  private var columns: Int {
    var (rows, columns): (Int32, Int32) = (0, 0)
    readline.get_screen_size(&rows, &columns)
    return Int(columns)
  }
}

// MARK: Completion

extension LineEditor {
  /// Puts in what all candidates share; a second Tab lists them.
  private func tab() -> Int32 {
    eraseHint()
    let (line, point) = (line, readline.point.pointee)
    let found = complete(line, Int(point))
    guard let first = found.candidates.first else { return readline.ding() }
    let typed = String(decoding: Array(line.utf8)[found.start..<Int(point)], as: UTF8.self)
    if found.candidates.count == 1 {
      replace(found.start, with: first.text + found.suffix)
      return 0
    }
    let shared = found.candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    if shared.utf8.count > typed.utf8.count, shared.hasPrefix(typed) {
      replace(found.start, with: shared)
      if !showsAtOnce { return 0 }
    }
    if showsAtOnce || lastTab.map({ $0 == (line, point) }) ?? false {
      list(found.candidates)
    } else {
      _ = readline.ding()
    }
    lastTab = (line, point)
    return 0
  }

  private var showsAtOnce: Bool { isOn("show-all-if-ambiguous") }

  /// Whether a variable of readline's is on, by the person's inputrc or by itself.
  private func isOn(_ variable: String) -> Bool {
    readline.variable_value(variable).map { String(cString: $0) == "on" } ?? false
  }

  private func replace(_ start: Int, with text: String) {
    _ = readline.begin_undo_group()
    _ = readline.delete_text(Int32(start), readline.point.pointee)
    readline.point.pointee = Int32(start)
    _ = readline.insert_text(text)
    _ = readline.end_undo_group()
  }

  private func list(_ candidates: [Completion.Candidate]) {
    _ = readline.crlf()
    let columns = max(20, columns)
    let width = min(candidates.map { Console.width($0.shown) }.max() ?? 0, columns / 2)
    for candidate in candidates {
      let padding = String(repeating: " ", count: max(0, width - Console.width(candidate.shown)))
      let text =
        candidate.description.isEmpty
        ? candidate.shown : "\(candidate.shown)\(padding)  \(candidate.description)"
      sp_put(terminal, Console.cut(Console.printable(text), to: columns - 1) + "\n")
    }
    _ = readline.on_new_line()
    _ = readline.forced_update_display()
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
