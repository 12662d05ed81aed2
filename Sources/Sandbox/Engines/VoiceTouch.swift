/// What a voice changes in a draft: its expressions, its words, its signs and its last line.
struct VoiceTouch {
  private let voice: TextOrder.Voice
  private let register: Register
  private let book: Phrasebook

  init(_ voice: TextOrder.Voice, _ register: Register, _ book: Phrasebook) {
    self.voice = voice
    self.register = register
    self.book = book
  }

  func apply(to draft: inout Draft) {
    express(&draft)
    speak(&draft)
    punctuate(&draft)
    measure(&draft)
    sign(&draft)
  }

  /// Whether a signature is described as a question.
  static func asksQuestion(_ signature: String) -> Bool { Words.plain(signature).contains("question") }

  // MARK: Expressions and words

  /// Puts an expression before the first sentence of the parts in the middle, where a story turns.
  private func express(_ draft: inout Draft) {
    let places = draft.sections.indices.filter {
      $0 > 0 && draft.sections[$0].points.isEmpty && !draft.sections[$0].sentences.isEmpty
    }
    for (expression, place) in zip(voice.expressions.filter(isSpoken), places) {
      let first = draft.sections[place].sentences[0]
      draft.sections[place].sentences[0] = VoiceTouch.joined(expression, first) ?? first
    }
  }

  /// Whether a saying is of the text's language.
  private func isSpoken(_ saying: String) -> Bool { TextOrder.Language(of: saying) == book.language }

  /// The expression and the sentence as one: behind `que` a statement goes on, else it follows; nil where neither fits.
  static func joined(_ expression: String, _ sentence: String) -> String? {
    let said = expression.trimmingSpaces()
    guard let last = said.last else { return nil }
    if "?!.…".contains(last) { return "\(said) \(sentence)" }
    guard said.hasSuffix(" que") || said.hasSuffix(" that") else { return "\(said). \(sentence)" }
    let first = Words.all(in: sentence).first?.lowercased() ?? ""
    guard Words.subjects.contains(first), !sentence.hasSuffix("?") else { return nil }
    let goesOn = sentence.smallFirst.replacingStart("i ", with: "I ")
    let isVowel = goesOn.first.map { "aeiouy".contains(Words.plain(String($0))) } ?? false
    if said.hasSuffix(" que"), isVowel { return "\(said.dropLast())'\(goesOn)" }
    return "\(said) \(goesOn)"
  }

  private func speak(_ draft: inout Draft) {
    guard !voice.vocabulary.isEmpty, let last = draft.sections.indices.last else { return }
    let words = voice.vocabulary.prefix(4).joined(separator: ", ")
    draft.sections[last].sentences.append("\(book.frame.vocabulary) \(words).")
  }

  // MARK: Signs and length

  private func punctuate(_ draft: inout Draft) {
    let habits = Words.plain(voice.punctuation)
    if habits.contains("suspension") || habits.contains("ellips"), let hook = draft.hook, hook.hasSuffix(".")
    {
      draft.hook = hook + ".."
    }
    if habits.contains("exclam") || register.isLively, let call = draft.call, call.hasSuffix(".") {
      draft.call = call.dropLast() + (book.language == .french ? " !" : "!")
    }
    if habits.contains("emoji") {
      let isWithout = habits.contains("sans emoji") || habits.contains("no emoji")
      let own = voice.punctuation.filter { $0.unicodeScalars.contains { $0.properties.isEmojiPresentation } }
      draft.sign = isWithout ? "" : own.first.map(String.init) ?? (draft.sign.isEmpty ? "✨" : draft.sign)
    }
  }

  /// Short sentences stand alone; long ones join the next.
  private func measure(_ draft: inout Draft) {
    let length = Words.plain(voice.sentences)
    if length.contains("court") || length.contains("short") || length.contains("aere") {
      draft.isAiry = true
    } else if length.contains("long") || length.contains("ampl") {
      for index in draft.sections.indices where draft.sections[index].sentences.count > 1 {
        let sentences = draft.sections[index].sentences
        guard sentences[0].hasSuffix(".") else { continue }
        let joined =
          "\(sentences[0].dropLast()) ; \(sentences[1].smallFirst.replacingStart("i ", with: "I "))"
        draft.sections[index].sentences.replaceSubrange(0...1, with: [joined])
      }
    }
  }

  /// A signature that describes a question is kept by the call; any other that is no description is said as it is.
  private func sign(_ draft: inout Draft) {
    let signature = voice.signature.trimmingSpaces()
    guard !signature.isEmpty, !VoiceTouch.asksQuestion(signature), isSpoken(signature) else { return }
    let described = ["une ", "un ", "des ", "toujours ", "a ", "an ", "always "]
    guard !described.contains(where: { signature.lowercased().hasPrefix($0) }) else { return }
    draft.signature = signature
  }
}

extension String {
  fileprivate func replacingStart(_ start: String, with other: String) -> String {
    hasPrefix(start) ? other + dropFirst(start.count) : self
  }
}
