import Manual

/// The completion scripts: committed under `completions/`, proven fresh by a test, installed by `sp setup`.
public enum CompletionScripts {
  /// The text of each script by the name of its file, and where below `share` its shell looks for it.
  public static func all() -> [(name: String, installedPath: String, text: String)] {
    CompletionScript.shells.compactMap { shell in
      guard let place = CompletionScript.place(shell),
        let text = CompletionScript.text(shell, question: ShellCompletion.word)
      else { return nil }
      return (place.file, place.installedPath, text)
    }
  }
}
