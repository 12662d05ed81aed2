extension Draft {
  /// The text as it looks where it goes.
  func laidOut(for features: Set<String>, _ book: Phrasebook) -> String {
    if features.contains("headings") { return article(book, isIndexed: features.contains("seo")) }
    if features.contains("sections") { return letter(book) }
    return paragraphs(breaksLines: features.contains("line-breaks")).joined(separator: "\n\n")
  }

  // MARK: Posts

  /// A paragraph for each part; a line for each sentence where lines are broken, a paragraph for each where the voice
  /// is airy.
  func paragraphs(breaksLines: Bool) -> [String] {
    var paragraphs = [opening]
    var number = 0
    for section in sections {
      let separator = isAiry ? "\n\n" : breaksLines ? "\n" : " "
      if !section.sentences.isEmpty { paragraphs.append(section.sentences.joined(separator: separator)) }
      let points = section.points.map { point -> String in
        number += 1
        let mark = section.isNumbered ? "\(number)." : "→"
        return point.detail.isEmpty ? "\(mark) \(point.title)" : "\(mark) \(point.title). \(point.detail)"
      }
      let lines = points.joined(separator: "\n")
      if !points.isEmpty { paragraphs.append(section.lead.map { "\($0)\n\n\(lines)" } ?? lines) }
    }
    return (paragraphs + [call, signature, last]).compactMap(\.self).filter { !$0.isEmpty }
  }

  /// The hook, or the topic where there is none.
  private var opening: String {
    let line = hook ?? "\(title)."
    return sign.isEmpty ? line : "\(sign) \(line)"
  }

  /// Whom it mentions and how it is found.
  private var last: String? {
    let missing = mentions.filter { !title.contains($0) || hook != nil }
    return missing.isEmpty && tags.isEmpty ? nil : (missing + tags).joined(separator: " ")
  }

  /// Posts that follow each other, each numbered and within its bound.
  func thread(longest: Int) -> String {
    let room = longest - " 99/99".length
    var posts: [String] = []
    for piece in pieces(room) {
      if let open = posts.last, open.length + 1 + piece.length <= room {
        posts[posts.count - 1] = "\(open)\n\(piece)"
      } else {
        posts.append(piece)
      }
    }
    guard posts.count > 1 else { return posts.first ?? "" }
    return posts.enumerated().map { "\($1) \($0 + 1)/\(posts.count)" }.joined(separator: "\n\n")
  }

  /// The lines of the paragraphs, those that are too long by sentence.
  private func pieces(_ room: Int) -> [String] {
    paragraphs(breaksLines: true).flatMap { $0.split(separator: "\n").map(String.init) }.map {
      $0.cut(to: room)
    }
  }

  // MARK: Articles and letters

  private func article(_ book: Phrasebook, isIndexed: Bool) -> String {
    var parts = ["# \(title)"]
    if isIndexed { parts.append("> \(description.cut(to: 155))") }
    if let hook { parts.append(sign.isEmpty ? hook : "\(sign) \(hook)") }
    parts += chapters(book, mark: "## ")
    return (parts + [call, signature, last]).compactMap(\.self).joined(separator: "\n\n")
  }

  /// What search engines show.
  private var description: String {
    let sentence = sections.flatMap(\.sentences).first ?? ""
    return title.last.map { "?!.".contains($0) } ?? false ? "\(title) \(sentence)" : "\(title). \(sentence)"
  }

  private func letter(_ book: Phrasebook) -> String {
    var parts = ["\(book.frame.subject) \(title)", book.frame.greeting, opening]
    parts += chapters(book, mark: "▸ ")
    return (parts + [call, signature ?? book.frame.farewell, last]).compactMap(\.self).joined(
      separator: "\n\n")
  }

  /// Each part under a heading of its own.
  private func chapters(_ book: Phrasebook, mark: String) -> [String] {
    var number = 0
    return sections.flatMap { section -> [String] in
      guard section.isNumbered else {
        let heading = (book.headings[section.part] ?? title)
        let text = section.sentences.joined(separator: isAiry ? "\n\n" : " ")
        let points = section.points.map { "- \($0.title)" }.joined(separator: "\n")
        return ["\(mark)\(heading)", text, points].filter { !$0.isEmpty }
      }
      return section.points.flatMap { point -> [String] in
        number += 1
        return ["\(mark)\(number). \(point.title)", point.detail].filter { !$0.isEmpty }
      }
    }
  }
}
