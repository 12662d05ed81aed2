import Engine
import Platform

extension Shell {
  /// A setting of the shell, whatever is wrong with others.
  func setting(_ key: String) -> String? { session.uncheckedSettings()[key] }

  /// The profile that the next command is run under.
  var profile: String {
    let asked = manner.options.last { $0.hasPrefix("--profile=") }
    return asked.map { String($0.dropFirst(10)) } ?? session.uncheckedSettings().profile
  }

  /// What stands before the line: the profile, in red where it is a live one, and the context.
  var prompt: String {
    session.noticeChanges()
    session.manners.options = [:]
    let profile = profile
    let isColored = console.colorsError && !console.isAccessible
    let style = profile == Settings.sandbox ? TextStyle.dim : .red
    let template = setting("shell.prompt") ?? "sp %p %c> "
    var text = ""
    var isEscape = false
    for character in template {
      guard isEscape else {
        if character == "%" { isEscape = true } else { text.append(character) }
        continue
      }
      isEscape = false
      switch character {
      case "p": text += style.paint(Console.printable(profile), if: isColored)
      case "c": text += Console.printable(context.text)
      case "?": text += status == 0 ? "" : "\(status)"
      case "%": text += "%"
      default: text += "%\(character)"
      }
    }
    return text.replacing(" > ", with: "> ")
  }

  /// What stands before a line that goes on with a statement: what it waits for.
  func continuationPrompt(_ sign: String) -> String { "\(sign)> " }
}
