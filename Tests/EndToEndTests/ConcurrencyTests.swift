import Platform
import Testing

/// Several processes at the same queue, ledger and service.
struct ConcurrencyTests {
  /// What runs at once.
  struct Crowd: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Lines of the shell that start processes in the background and remember them in `$P`; `IMPORT` and `OTHER`
    /// stand for the imports of two collections.
    var start: String
    var hasOther = false
  }

  private static let crowds: [Crowd] = [
    Crowd(testDescription: "two imports of one file", start: "for i in 1 2; do IMPORT & P=\"$P $!\"; done"),
    Crowd(
      testDescription: "four imports of one file", start: "for i in 1 2 3 4; do IMPORT & P=\"$P $!\"; done"),
    Crowd(testDescription: "two files", start: "IMPORT & P=$!; OTHER & P=\"$P $!\"", hasOther: true),
    Crowd(
      testDescription: "two files in one command beside one of them",
      start: "IMPORT \"$SP_HOME/other.csv\" & P=$!; OTHER & P=\"$P $!\"", hasOther: true),
    Crowd(
      testDescription: "four drains",
      start: "IMPORT --detach; for i in 1 2 3 4; do sp queue run --quiet & P=\"$P $!\"; done"),
    Crowd(
      testDescription: "four drains that lose answers",
      start: """
        IMPORT --detach; sp sandbox fail --drop after --every 3 --method POST
        for i in 1 2 3 4; do sp queue run --quiet & P="$P $!"; done
        """),
    Crowd(
      testDescription: "a drain beside an import of the same rows",
      start: "IMPORT --detach; sp queue run --quiet & P=$!; IMPORT & P=\"$P $!\""),
  ]

  @Test("Each row once, and nobody sees a locked database", arguments: crowds)
  func once(_ crowd: Crowd) throws {
    let sp = try Sp()
    let collection = Collection(120)
    let other = Collection(80, named: "Other")
    let start = crowd.start
      .replacing("IMPORT", with: try sp.importing(collection))
      .replacing("OTHER", with: try sp.importing(other, to: "other.csv"))
    let outcome = try sp.script("P=''; \(start)\nfor p in $P; do wait $p; echo \"ended with $?\"; done")
    let ends = outcome.output.split(separator: "\n").filter { $0.hasPrefix("ended with") }
    #expect(Set(ends) == ["ended with 0"], "\(outcome.output)")
    #expect(!outcome.output.contains("locked") && !outcome.output.contains("busy"))
    if crowd.hasOther { try sp.holds(collection, other) } else { try sp.holds(collection) }
  }

  @Test("Four drains share the ledger: at 10 a second, none is told 429")
  func sharedLimit() throws {
    let sp = try Sp()
    let collection = Collection(45)
    let outcome = try sp.script(
      """
      \(Sp.serving)
      serve --limit snackprompt.write=10/1s && live --set snackprompt.limit.write=10/1s
      \(try sp.importing(collection)) --detach || exit 97
      START=$(date +%s%N)
      for i in 1 2 3 4; do sp queue run --quiet & P="$P $!"; done
      for p in $P; do wait $p || echo "ended with $?"; done
      echo "took $(( ($(date +%s%N) - START) / 1000000 )) ms"
      kill $SERVER; wait $SERVER
      sp sandbox status --profile sandbox --fields requests -o json
      """)
    #expect(!outcome.output.contains("ended with") && !outcome.output.contains("429"), "\(outcome.output)")
    let took = outcome.output.split(separator: "\n").first { $0.hasPrefix("took") }
    let span = took.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    #expect((4000..<7000).contains(span), "45 writes at 10 a second take four whole seconds and a little")
    try sp.holds(collection)
  }

  @Test("A write that someone waits for goes before those of four drains, and none is told 429")
  func someoneWaits() throws {
    let sp = try Sp()
    let collection = Collection(5)
    let outcome = try sp.script(
      """
      \(Sp.serving)
      serve --limit snackprompt.write=1/2s && live --set snackprompt.limit.write=1/2s
      \(try sp.importing(collection)) --detach || exit 97
      for i in 1 2 3 4; do sp queue run --quiet & P="$P $!"; done
      sleep 0.5
      for title in One Two Three; do
        START=$(date +%s%N)
        sp prompts create --title "$title" --content C --price 1 --quiet > /dev/null || echo "ended with $?"
        echo "took $(( ($(date +%s%N) - START) / 1000000 )) ms"
      done
      for p in $P; do wait $p || echo "ended with $?"; done
      kill $SERVER; wait $SERVER
      sp prompts export --profile sandbox -o jsonl 2> /dev/null | grep -c title
      """)
    let lines = outcome.output.split(separator: "\n")
    #expect(!outcome.output.contains("ended with") && !outcome.output.contains("429"), "\(outcome.output)")
    let spans = lines.filter { $0.hasPrefix("took") }.compactMap { Int($0.split(separator: " ")[1]) }
    #expect(spans.count == 3 && spans.allSatisfy { $0 < 3_400 }, "the next slot each: \(spans)")
    #expect(lines.last == "8", "\(outcome.output)")
  }
}

extension String {
  /// The text with each occurrence of a word replaced.
  fileprivate func replacing(_ word: String, with other: String) -> String {
    var result = ""
    var rest = self[...]
    while let first = rest.first {
      if rest.hasPrefix(word) {
        result += other
        rest = rest.dropFirst(word.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
