/// A line up to the cursor, read leniently: the words of its last command, and the one being typed.
struct UnfinishedLine {
  /// What is typed where the cursor is.
  enum Place {
    /// A word of a command.
    case word
    /// The name of a file behind `>`.
    case file
    /// A word of a line for the system's shell.
    case raw
  }

  private(set) var place = Place.word
  /// The words before, without their quotes.
  private(set) var words: [String] = []
  /// What is typed of the word, without its quotes.
  private(set) var word = ""
  /// The byte at which it begins.
  private(set) var start = 0
  /// The quote that is open at the cursor.
  private(set) var quote: UInt8?

  private var text: [UInt8] = []
  private var isInWord = false

  /// Reads the bytes before the cursor.
  init(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    var index = 0
    while index < bytes.count {
      read(bytes[index], next: index + 1 < bytes.count ? bytes[index + 1] : nil, at: &index)
      index += 1
    }
    if !isInWord { start = bytes.count }
    word = String(decoding: text, as: UTF8.self)
  }

  private mutating func read(_ byte: UInt8, next: UInt8?, at index: inout Int) {
    if let open = quote {
      if byte == open {
        quote = nil
      } else if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\""), let next {
        text.append(next)
        index += 1
      } else {
        text.append(byte)
      }
      return
    }
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      begin(index)
      quote = byte
    case UInt8(ascii: "\\"):
      begin(index)
      if let next { text.append(next) }
      index += 1
    case UInt8(ascii: " "), UInt8(ascii: "\t"): endWord()
    case UInt8(ascii: "\n"), UInt8(ascii: ";"): beginCommand(.word)
    case UInt8(ascii: "|"), UInt8(ascii: "&"):
      if next == byte {
        index += 1
        beginCommand(.word)
      } else if byte == UInt8(ascii: "|") {
        beginCommand(.raw)
      } else if !isInWord || next == nil || next == UInt8(ascii: " ") {
        beginCommand(place == .raw ? .raw : .word)
      } else {
        text.append(byte)
      }
    case UInt8(ascii: ">"):
      endWord()
      place = place == .raw ? .raw : .file
    case UInt8(ascii: "!") where words.isEmpty && !isInWord: place = .raw
    case UInt8(ascii: "(") where opensCommand: beginCommand(.word)
    default:
      begin(index)
      text.append(byte)
    }
  }

  /// Whether a parenthesis here begins a command whose answer a variable gets: `set x=(`, `let x = $(`.
  private var opensCommand: Bool {
    guard ["set", "let"].contains(words.first ?? "") else { return false }
    let before = text.last == UInt8(ascii: "$") ? text.dropLast() : text[...]
    return before.last == UInt8(ascii: "=") || before.isEmpty && words.last == "="
  }

  private mutating func begin(_ index: Int) {
    if !isInWord { (isInWord, start) = (true, index) }
  }

  private mutating func endWord() {
    guard isInWord else { return }
    words.append(String(decoding: text, as: UTF8.self))
    (isInWord, text) = (false, [])
  }

  private mutating func beginCommand(_ place: Place) {
    (isInWord, text, words, self.place) = (false, [], [], place)
  }

  /// How a whole word is spelled from where this one begins, in the quotes that are open already; what stands
  /// for a home directory, a variable or a row keeps its meaning.
  func spelled(_ word: String) -> String {
    switch quote {
    case UInt8(ascii: "'"): return "'\(word.replacing("'", with: "'\\''"))'"
    case UInt8(ascii: "\""):
      return "\"\(String(word.flatMap { "\"\\$".contains($0) ? ["\\", $0] : [$0] }))\""
    default:
      let keeps = word.hasPrefix("~/") || self.word.hasPrefix("$") || self.word.hasPrefix("@")
      let escaped = word.enumerated().flatMap { index, letter -> [Character] in
        let isPlain = keeps && index == 0 || !UnfinishedLine.special.contains(letter)
        return isPlain ? [letter] : ["\\", letter]
      }
      return String(escaped)
    }
  }

  private static let special: Set<Character> = [
    " ", "\t", "\n", "'", "\"", "\\", "$", ";", "|", "&", "<", ">", "#", "!", "@", "~",
  ]
}
