extension String {
  /// How long the text is in UTF-16, which no way of counting characters exceeds.
  var length: Int { utf16.count }

  /// The text, or as much of its beginning as has room: whole sentences where they fill most of it, else whole words
  /// and a sign that something is missing.
  func cut(to longest: Int) -> String {
    guard length > longest else { return self }
    var end = startIndex
    var used = 1
    for index in indices {
      used += self[index].utf16.count
      if used > longest { break }
      end = self.index(after: index)
    }
    let room = self[..<end]
    let ends = room.indices.filter { index in
      ".!?".contains(room[index]) && !(index > startIndex && room[self.index(before: index)].isNumber)
    }
    if let end = ends.last {
      let sentences = room[...end]
      if sentences.utf16.count * 3 >= longest * 2 { return String(sentences) }
    }
    let words = room.lastIndex(where: \.isWhitespace).map { room[..<$0] } ?? room
    return words.trimmingSpaces() + "…"
  }

  /// The text with a capital first letter.
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// The text with a small first letter.
  var smallFirst: String { prefix(1).lowercased() + dropFirst() }
}
