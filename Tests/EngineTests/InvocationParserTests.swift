import Catalog
import Engine
import Testing

/// Words become a command, its arguments and its options, or a failure that names the word.
@Suite struct InvocationParserTests {
  /// A command line, and what it means as text.
  typealias Row = (line: String, meaning: String)

  @Test(arguments: commands + options + clusters + helps) func reads(_ row: Row) throws {
    #expect(try Self.meaning(of: row.line) == row.meaning)
  }

  @Test(arguments: refusals) func refuses(_ row: (line: String, message: String, hint: String?)) throws {
    let failure = try failed { _ = try Self.meaning(of: row.line) }
    #expect(failure.kind == .usage)
    #expect(failure.message == row.message)
    if let hint = row.hint {
      #expect(failure.hint == hint)
    } else {
      #expect(try #require(failure.hint).hasPrefix("sp help"))
    }
  }

  static let commands: [Row] = [
    ("sp", "nothing"),
    ("sp toys list", "toys list"),
    ("sp toys get t-1", "toys get toyId=t-1"),
    ("sp toys get t-1 t-2 -", "toys get toyId=t-1,t-2,-"),
    ("sp toys update t-1 --price 2", "toys update toyId=t-1 price=2"),
    ("sp api GET /toys", "api METHOD=GET PATH=/toys"),
    ("sp api endpoints", "api endpoints"),
    ("sp api -- endpoints /toys", "api METHOD=endpoints PATH=/toys"),
    ("sp join a b c", "join FILE=a,b TARGET=c"),
    ("sp join - c", "join FILE=- TARGET=c"),
    ("sp rest", "rest"),
    ("sp rest 1h30m", "rest SPAN=1h30m"),
    ("sp toys get -- -t --yes", "toys get toyId=-t,--yes"),
  ]

  static let options: [Row] = [
    ("sp toys list --max-price 5", "toys list max_price=5"),
    ("sp toys list --max-price=5", "toys list max_price=5"),
    ("sp toys list --max-price 5 --max-price 6", "toys list max_price=6"),
    ("sp toys list --search=a=b", "toys list search=a=b"),
    ("sp toys list --search=", "toys list search="),
    ("sp toys list --search --yes", "toys list search=--yes"),
    ("sp toys list --tags a,b --tags c", "toys list tags=a,b,c"),
    ("sp toys list --fields id --fields name", "toys list fields=id,name"),
    ("sp toys --json list", "toys list json=true"),
    ("sp --profile live toys list", "toys list profile=live"),
    ("sp toys list --limit 3 --sort -price", "toys list limit=3 sort=-price"),
    ("sp toys update t-1 --is-new", "toys update toyId=t-1 is_new=true"),
    ("sp toys update t-1 --no-is-new", "toys update toyId=t-1 is_new=false"),
    ("sp toys update t-1 --is-new=false", "toys update toyId=t-1 is_new=false"),
    ("sp toys update --is-new t-1", "toys update toyId=t-1 is_new=true"),
    ("sp toys create --name=x --no-input", "toys create name=x no-input=true"),
    ("sp toys create --story @missing.txt --name @-", "toys create name=@- story=@missing.txt"),
    ("sp api POST /toys -f a=1 -f b=2", "api METHOD=POST PATH=/toys field=a=1,b=2"),
    ("sp api --field a=1 POST /toys", "api METHOD=POST PATH=/toys field=a=1"),
  ]

  static let clusters: [Row] = [
    ("sp toys list -ocsv", "toys list output=csv"),
    ("sp toys list -o csv", "toys list output=csv"),
    ("sp toys list -qo csv", "toys list output=csv quiet=true"),
    ("sp toys delete t-1 -ynq", "toys delete toyId=t-1 dry-run=true quiet=true yes=true"),
    ("sp api -fa=1 GET /toys", "api METHOD=GET PATH=/toys field=a=1"),
    ("sp toys get -q - t-1", "toys get toyId=-,t-1 quiet=true"),
  ]

  static let helps: [Row] = [
    ("sp toys", "help toys"),
    ("sp config", "help config"),
    ("sp -h", "help"),
    ("sp toys list --help", "help toys list"),
    ("sp toys list -qh --max-price 5", "help toys list"),
    ("sp --help toys nonsense", "help toys nonsense"),
    ("sp toys get -h", "help toys get"),
  ]

  static let refusals: [(line: String, message: String, hint: String?)] = [
    ("sp tois", "there is no command 'tois'", "sp toys"),
    ("sp xylophone", "there is no command 'xylophone'", "sp help"),
    ("sp toys lsit", "there is no toys command 'lsit'", "sp toys list"),
    ("sp toys xylophone", "there is no toys command 'xylophone'", "sp help toys"),
    ("sp toys list extra", "sp toys list does not take 'extra'", "sp help toys list"),
    ("sp toys get", "sp toys get needs <toy-id>: id of the toy", "sp help toys get"),
    ("sp toys get ''", "<toy-id> is empty", nil),
    ("sp join a", "sp join needs <FILE>: files", "sp help join"),
    ("sp rest soon", "<SPAN> takes a length of time such as 20m or 1h30m, not 'soon'", nil),
    ("sp toys list --max-prise 5", "sp toys list has no option --max-prise", "did you mean --max-price?"),
    ("sp toys list --max 5", "sp toys list has no option --max", "sp help toys list"),
    ("sp toys list -z", "sp toys list has no option -z", "sp help toys list"),
    ("sp --frobnicate toys list", "sp has no option --frobnicate", "sp help"),
    ("sp toys list --max-price", "--max-price needs a value", nil),
    ("sp toys list -o", "-o needs a value", nil),
    ("sp toys list --max-price dear", "--max-price takes a number, not 'dear'", nil),
    ("sp toys list --max-price=", "--max-price takes a number, not ''", nil),
    ("sp toys list --yes=true", "--yes takes no value", nil),
    ("sp toys list --no-yes=true", "sp toys list has no option --no-yes", "sp help toys list"),
    ("sp toys list --no-quiet", "sp toys list has no option --no-quiet", "sp help toys list"),
    ("sp toys update t-1 --is-new=maybe", "--is-new is true or false, not 'maybe'", nil),
    (
      "sp toys list -o cvs", "-o is one of table, json, jsonl, csv, tsv, yaml, svg, html, not 'cvs'",
      "did you mean csv?"
    ),
    ("sp toys list --search a\0b", "--search holds a NUL byte", nil),
  ]

  /// `toys get toyId=t-1 quiet=true`: the command, its arguments in order, its options by name.
  private static func meaning(of line: String) throws -> String {
    let words = Example.example("", line).words.dropFirst()
    switch try InvocationParser.parse(Array(words), Toys.table) {
    case .empty: return "nothing"
    case .help(let words, _): return (["help"] + words).joined(separator: " ")
    case .run(let invocation):
      let arguments = invocation.command.arguments.compactMap { argument in
        invocation.arguments[argument.name].map { "\(argument.name)=\($0.joined(separator: ","))" }
      }
      let options = invocation.options.sorted { $0.key < $1.key }
        .map { "\($0.key)=\($0.value.joined(separator: ","))" }
      return ([invocation.command.name] + arguments + options).joined(separator: " ")
    }
  }
}
