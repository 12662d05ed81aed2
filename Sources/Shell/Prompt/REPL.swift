import Catalog
import Engine
import Platform
import Values

/// The session at the terminal: a prompt, a line, its answer, until the person leaves.
public struct REPL {
  private let shell: Shell
  private let readsFirst: Bool
  private var ignoredEnds = 0

  /// A session in a shell; `readsFirst` has it begin with the lines of `sprc`.
  public init(_ shell: Shell, readsFirst: Bool = true) {
    self.shell = shell
    self.readsFirst = readsFirst
  }

  private var console: Console { shell.console }

  /// Runs it to its end and returns the status to end with.
  public mutating func run(isQuiet: Bool) -> Int32 {
    Interrupt.install()
    shell.manner.isInteractive = true
    let session = shell.session
    shell.history = History(
      path: History.path(session.directories, session.environment),
      isKnownSecret: { [weak session] line in session?.holdsKnownSecret(line) ?? false })
    let modes = TerminalModes()
    defer { modes?.restore() }
    if !isQuiet { console.report(banner) }
    if readsFirst { runFirstLines() }
    guard shell.ending == nil else { return shell.ending ?? 0 }
    guard let editor = LineEditor(descriptor: console.errorIsTerminal ? 2 : 1) else { return runPlainly() }
    prepare(editor)
    while shell.ending == nil {
      modes?.restore()
      for line in shell.jobs.news() { console.report(line) }
      guard step(editor) else { break }
    }
    leave()
    return shell.ending ?? 0
  }

  private var banner: String {
    "sp \(Version.current): type a command as after 'sp'; help lists them, Tab completes, Ctrl-D ends"
  }

  private func prepare(_ editor: LineEditor) {
    for entry in shell.history.entries { editor.remember(entry.text) }
    let shell = shell
    editor.complete = { line, cursor in shell.completion(of: line, at: cursor) }
    if console.colorsError, !console.isDumb, !console.isAccessible, shell.setting("shell.hints") != "off" {
      editor.hint = { line in shell.hint(for: line) }
    }
    editor.watched = { shell.jobs.descriptors }
    editor.news = { shell.jobs.news() }
  }

  /// Reads one statement and runs it; false at the end.
  private mutating func step(_ editor: LineEditor) -> Bool {
    var text = ""
    var waitsFor: String?
    while true {
      let prompt = waitsFor.map(shell.continuationPrompt) ?? shell.prompt
      switch editor.read(prompt) {
      case .interrupted:
        shell.status = 130
        return true
      case .signalled: return false
      case .ended: return end(isContinuing: waitsFor != nil)
      case .edit(let line): return runEdited(text + line, editor)
      case .line(let line):
        text += line
        waitsFor = reason(toContinue: text)
        if waitsFor == nil { return accept(text, editor) }
        text += "\n"
      }
    }
  }

  /// Ctrl-D: the end, unless a statement is not finished.
  private mutating func end(isContinuing: Bool) -> Bool {
    if isContinuing {
      shell.status = shell.fail(.usage("the input ends before the statement does; it was dropped"))
      return true
    }
    let patience = shell.setting("shell.ignore-eof").flatMap { Int($0) } ?? 0
    guard ignoredEnds < patience else { return false }
    ignoredEnds += 1
    console.report("note: exit ends the session")
    return true
  }

  /// What must still come, where the text is only not finished.
  private func reason(toContinue text: String) -> String? {
    do throws(SyntaxError) {
      _ = try ScriptParser.parse(text)
      return nil
    } catch {
      return error.isWaitingFor
    }
  }

  private mutating func runEdited(_ text: String, _ editor: LineEditor) -> Bool {
    do throws(Failure) {
      guard let edited = try shell.edit(text) else { return true }
      console.report(shell.prompt + Console.printable(edited))
      return accept(edited, editor)
    } catch {
      shell.status = shell.fail(error)
      return true
    }
  }

  private mutating func accept(_ text: String, _ editor: LineEditor) -> Bool {
    ignoredEnds = 0
    do throws(Failure) {
      if try shell.history.add(text, at: shell.session.clock.now()) { editor.remember(text) }
    } catch {
      console.report("note: the line is not in the history: \(error.message)")
    }
    return run(text)
  }

  /// Runs a statement; false where a signal ends the session.
  private func run(_ text: String) -> Bool {
    let start = shell.session.clock.uptime()
    do throws(Failure) { shell.status = try shell.runTyped(text) } catch { shell.status = shell.fail(error) }
    try? console.flush()
    if let signal = Interrupt.requested {
      guard signal == Interrupt.keyboard else { return false }
      Interrupt.reset()
      shell.status = 130
    }
    tellTime(since: start)
    return true
  }

  private func tellTime(since start: Int64) {
    let taken = shell.session.clock.uptime() - start
    let choice = shell.timing ?? shell.setting("shell.timing") ?? "off"
    guard choice == "on" || choice == "auto" && taken >= 500 else { return }
    let text = TimeSpan.milliseconds(Int(taken)).text
    console.report(TextStyle.dim.paint(text, if: console.colorsError))
  }

  /// The lines of `sprc`: what is wrong with them is said, and the session begins.
  private func runFirstLines() {
    let path = "\(shell.session.directories.config)/sprc"
    guard Files.exists(path) else { return }
    do throws(Failure) {
      _ = shell.run(script: try Shell.text(of: path), named: "sprc")
    } catch {
      _ = shell.fail(error)
    }
    try? console.flush()
    if Interrupt.requested == Interrupt.keyboard { Interrupt.reset() }
    shell.status = 0
  }

  private func leave() {
    for job in shell.jobs.running { console.report("note: [\(job.number)] goes on: \(job.command)") }
  }

  /// Without the library lines come as the terminal gives them.
  private mutating func runPlainly() -> Int32 {
    console.report("note: GNU Readline (libreadline.so.8) is not installed: no editing, Tab and arrow keys")
    while shell.ending == nil {
      for line in shell.jobs.news() { console.report(line) }
      guard let line = console.ask(shell.prompt) else {
        guard Interrupt.requested == Interrupt.keyboard else { break }
        Interrupt.reset()
        console.report("")
        shell.status = 130
        continue
      }
      var text = line
      while let sign = reason(toContinue: text), let more = console.ask(shell.continuationPrompt(sign)) {
        text += "\n" + more
      }
      _ = try? shell.history.add(text, at: shell.session.clock.now())
      guard run(text) else { break }
    }
    leave()
    return shell.ending ?? 0
  }
}
