/// The word someone probably meant.
public enum Nearest {
  /// The first candidate with the fewest edits to `word`, letters compared without case.
  ///
  /// An edit inserts, deletes, replaces a letter or swaps two neighbours. Nil where the nearest is further
  /// than `limit` edits, or where less than half of the longer word would stay.
  public static func match(
    _ word: String, in candidates: some Sequence<String>, within limit: Int = 2
  ) -> String? {
    let word = Array(word.lowercased())
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let letters = Array(candidate.lowercased())
      guard abs(letters.count - word.count) <= limit else { continue }
      let edits = distance(word, letters)
      guard edits <= limit, edits * 2 <= max(word.count, letters.count), edits < best?.distance ?? .max
      else { continue }
      best = (candidate, edits)
    }
    return best?.candidate
  }

  /// Levenshtein's distance, a swap of neighbours counted once.
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for row in a.indices {
      var current = [row + 1]
      for column in b.indices {
        let replaced = last[column] + (a[row] == b[column] ? 0 : 1)
        var edits = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
          edits = min(edits, beforeLast[column - 1] + 1)
        }
        current.append(edits)
      }
      (beforeLast, last) = (last, current)
    }
    return last[b.count]
  }
}
