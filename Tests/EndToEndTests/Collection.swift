import Database
import Platform
import Testing
import Values

/// Prompts to import, and the proof that the sandbox has each of them once.
struct Collection {
  /// What tells one prompt from every other.
  struct Prompt: Hashable {
    var title: String
    var content: String
  }

  let prompts: [Prompt]

  /// As many prompts, the first of them with titles that occur twice, in the dress of a spreadsheet: CRLF, doubled
  /// quotes, line ends within cells, a last line that is blank.
  init(_ count: Int, named name: String = "Prompt") {
    prompts = (0..<count).map { number in
      Prompt(
        title: "\(name) \(number < 8 ? number / 2 : number)",
        content: "Act as \"\(name)\" number \(number).\nAnswer `briefly`.")
    }
  }

  var csv: String {
    let rows = prompts.map { "\"\($0.title)\",\"\($0.content.quoted)\",TRUE\r\n" }
    return "act,prompt,for_devs\r\n" + rows.joined() + "\r\n"
  }
}

extension String {
  fileprivate var quoted: String {
    String(flatMap { $0 == "\"" ? [$0, $0] : [$0] })
  }
}

extension Sp {
  /// Writes a collection to a file in the home; returns the words that import it.
  func importing(_ collection: Collection, to name: String = "rows.csv") throws -> String {
    let path = "\(home.path)/\(name)"
    let sink = try FileSink(replacing: path, access: .shared)
    try sink.write(collection.csv)
    try sink.commit()
    return "sp prompts import \(path) --map act=title --map prompt=content --set price=5 --yes --quiet"
  }

  /// Runs a script of the shell with `sp` on PATH; what it leaves running in the background is ended.
  func script(_ lines: String, environment: [String: String] = [:]) throws -> Outcome {
    try shell("trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT\n\(lines)", environment: environment)
  }

  /// Every promise after whatever happened: each prompt once, sound databases, nothing open in the queue.
  func holds(_ collections: Collection..., place: SourceLocation = #_sourceLocation) throws {
    let listed = try shell("sp prompts export --profile sandbox -o jsonl 2>/dev/null")
    let found = try listed.output.split(separator: "\n").map { line in
      let record = try JSON.parse(String(line))
      return Collection.Prompt(title: record["title"]?.string ?? "", content: record["content"]?.string ?? "")
    }
    let wanted = collections.flatMap(\.prompts)
    #expect(found.count == wanted.count, "twice, lost or strange", sourceLocation: place)
    #expect(Set(found) == Set(wanted), sourceLocation: place)
    for name in ["state.db", "cache.db", "sandbox.db"] {
      let database = try Connection(path: "\(home.path)/\(name)", access: .readOnly)
      #expect(try database.integrityProblem() == nil, sourceLocation: place)
    }
    #expect(try states().allSatisfy { $0.key == "confirmed" }, sourceLocation: place)
  }

  /// How many writes of the queue are in each state.
  func states() throws -> [String: Int] {
    let state = try Connection(path: "\(home.path)/state.db", access: .readOnly)
    let rows = try state.all("SELECT state, count(*) FROM writes GROUP BY 1") {
      ($0.text(0) ?? "", Int($0.int(1)))
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Lines of the shell that serve the sandbox of this home over HTTP on the port of `$PORT` (0 for a free one) and
  /// make the profile `live` of it the one in force.
  static let serving = """
    export SP_SNACKPROMPT_TOKEN=sandbox SP_PROFILE=live
    serve() {
      : > "$SP_HOME/address"
      SP_PROFILE=sandbox sp sandbox serve --port "$PORT" "$@" > "$SP_HOME/address" 2> "$SP_HOME/served" &
      SERVER=$!
      until [ -s "$SP_HOME/address" ]; do sleep 0.02; kill -0 $SERVER || return 1; done
      PORT=$(sed 's/.*://' "$SP_HOME/address")
    }
    live() {
      sp config profile add live --set "snackprompt.url=http://127.0.0.1:$PORT/snackprompt/api/v1" \
        --set snackprompt.limit.read=1000/1s "$@"
    }
    PORT=0

    """
}

/// Which runs of a script were killed, and how a process ended.
enum Ending {
  /// Killed by `kill -9`.
  static let killed: Int32 = 137
  static let interrupted: Int32 = 130
  static let terminated: Int32 = 143
}
