import Manual
import Platform

/// What a shell must be told so that it finds what was installed, for the shells on this machine.
struct Advice {
  private let installation: Installation
  private let environment: Environment

  init(_ installation: Installation, _ environment: Environment) {
    self.installation = installation
    self.environment = environment
  }

  /// A line for each thing to do; none where everything is found by itself.
  var lines: [String] {
    var lines: [String] = []
    if !path.contains(installation.absolute("bin")) {
      lines.append("~/.profile: export PATH=\"\(installation.absolute("bin")):$PATH\"")
    }
    if has("bash"), !isBashLooking, let file = file("bash") { lines.append("~/.bashrc: source '\(file)'") }
    if has("zsh"), !["/usr", "/usr/local"].contains(installation.prefix), let file = file("zsh") {
      lines.append("~/.zshrc, before compinit: fpath=('\(Files.split(file).directory)' $fpath)")
    }
    if has("fish"), !dataDirectories.contains(share), let file = file("fish") {
      lines.append("~/.config/fish/config.fish: source '\(file)'")
    }
    return lines
  }

  private var path: [String] { list("PATH", "") }

  private var share: String { installation.absolute("share") }

  /// Where programs look for what belongs to them (XDG Base Directory).
  private var dataDirectories: [String] {
    let home =
      environment.nonEmpty("XDG_DATA_HOME") ?? environment.nonEmpty("HOME").map { "\($0)/.local/share" }
    return [home].compactMap { $0 } + list("XDG_DATA_DIRS", "/usr/local/share:/usr/share")
  }

  /// The package bash-completion loads what a word needs when it is typed.
  private var isBashLooking: Bool {
    let package = "bash-completion/bash_completion"
    return dataDirectories.contains { Files.exists("\($0)/\(package)") } && dataDirectories.contains(share)
  }

  private func file(_ shell: String) -> String? {
    CompletionScript.place(shell).map { "\(share)/\($0.installedPath)" }
  }

  private func has(_ program: String) -> Bool { path.contains { Files.isExecutable("\($0)/\(program)") } }

  private func list(_ variable: String, _ fallback: String) -> [String] {
    (environment.nonEmpty(variable) ?? fallback).split(separator: ":").map(String.init)
  }
}
