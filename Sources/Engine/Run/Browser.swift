import Platform

/// The person's web browser.
enum Browser {
  /// Opens an address in the first program that starts: those of `$BROWSER`, else the desktop's own. False when none
  /// does.
  static func open(_ address: String, _ environment: Environment) -> Bool {
    let named = (environment.nonEmpty("BROWSER") ?? "").split(separator: ":").map(String.init)
    return (named.isEmpty ? ["xdg-open", "open"] : named).contains { program in
      let words = program.split(separator: " ").map(String.init)
      let takesPlace = words.contains { $0.contains("%s") }
      let arguments = words.map { $0 == "%s" ? address : $0 } + (takesPlace ? [] : [address])
      return (try? Subprocess.launch(arguments, environment: environment)) != nil
    }
  }
}
