/// The completion scripts of shells: each hands the words of the line to `sp` and shows what it answers, so that what
/// there is to complete stands in the tables alone.
public enum CompletionScript {
  /// The shells that have one.
  public static let shells = ["bash", "zsh", "fish"]

  /// Where a shell's script stands among the committed ones, and where below `share` the shell looks for it.
  public struct Place: Sendable {
    /// As committed.
    public let file: String
    /// As the shell wants it.
    public let installedPath: String
  }

  /// Where the script of a shell stands; nil for one that has none.
  public static func place(_ shell: String) -> Place? {
    switch shell {
    case "bash": Place(file: "sp.bash", installedPath: "bash-completion/completions/sp")
    case "zsh": Place(file: "_sp", installedPath: "zsh/site-functions/_sp")
    case "fish": Place(file: "sp.fish", installedPath: "fish/vendor_completions.d/sp.fish")
    default: nil
    }
  }

  /// The text of the script of a shell; `question` is the first word by which `sp` is asked.
  public static func text(_ shell: String, question: String) -> String? {
    switch shell {
    case "bash": bash(question)
    case "zsh": zsh(question)
    case "fish": fish(question)
    default: nil
    }
  }
}
