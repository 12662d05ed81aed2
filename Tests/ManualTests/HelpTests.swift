import Catalog
import Manual
import Testing
import Values

/// Help as whole texts.
@Suite struct HelpTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var help: String
    var expected: String
  }

  static let cases: [Case] = [
    Case(
      testDescription: "overview",
      help: Help.overview(
        Toyland.catalog, builtins: Toyland.builtins, topics: [("toys", "Choosing one")], width: 80),
      expected: """
        Run the business of a creator on five services, from one command.

        Usage:
          sp <command> [arguments] [options]

        Toyland:
          toys  Toys for rent: list, add, return

        About sp itself:
          config       list, set
          limits       Show what is left of the rate limits
          cache clear  Forget every answer

        Topics, explained by sp help <topic>:
          toys  Choosing one

        sp help <command> explains a command, or lists what is under a word.

        """),
    Case(
      testDescription: "a domain",
      help: Help.group(
        ["toys"], summary: Toyland.plugin.summary, commands: Toyland.builtins + Toyland.commands, width: 80),
      expected: """
        Toys for rent: list, add, return.

        Usage:
          sp toys <command> [arguments] [options]

        Commands:
          list    List toys
          get     Show a toy
          add     Add a toy
          return  Give a toy back
          export  Export toys whole

        Examples:
          # The wooden ones
          sp toys list --tags wood,old --where 'price < 5' | jq length
          # One toy
          sp toys get t-1
          # A new ball
          sp toys add --name 'Red ball' --price 2.50 --tags wood,old --is-new

        sp help toys <command> explains one of them.

        """),
    Case(
      testDescription: "a list on a narrow terminal",
      help: Help.command(Toyland.commands[0], service: Toyland.service, resource: Toyland.toys, width: 60),
      expected: """
        List toys.

        Usage:
          sp toys list [options]

        Examples:
          # The wooden ones
          sp toys list --tags wood,old --where 'price < 5' | jq length

        Options:
              --page N     Number of the page (at least 1; default
                           1)
              --tags LIST  With any of these tags (separated by
                           commas, or given several times; @FILE
                           reads one a line)

        Options of every such command (sp help options explains them):
          Output    -o FORM, --json, --fields NAMES, --meta,
                    --expanded
          Lists     --where SQL, --sort FIELD, --limit N, --all
          Requests  --offline, --refresh, --max-age SPAN, --no-wait
          General   --profile NAME, -q, -v, --no-input,
                    --color WHEN, --no-color, --columns N,
                    --no-pager, -h

        Fields, for --fields and the like:
          id, name, price (EUR), made, tags

        Exit codes:
          0    done
          1    failed for another reason, which the message tells
          2    wrong usage, or a value refused before anything was
               sent
          4    credential missing, expired or refused
          5    network down, rate limit, or the service failed:
               trying again later may work
          6    the service refused the request (400, 403, 409, 422)
          9    offline, and the answer is not in the cache
          130  interrupted

        Calls:
          GET https://toys.example/v1/toys
          at most 100 read requests in 1m

        """),
    Case(
      testDescription: "a write",
      help: Help.command(Toyland.commands[2], service: Toyland.service, width: 80),
      expected: """
        Add a toy.

        Usage:
          sp toys add --name TEXT [options]

        Examples:
          # A new ball
          sp toys add --name 'Red ball' --price 2.50 --tags wood,old --is-new

        Options:
              --name TEXT    Name; @file reads it (required)
              --price N      Price a day (in EUR; 0 to 100)
              --size WORD    Size (small, large; default small)
              --tags LIST    Tags (separated by commas, or given several times; @FILE
                             reads one a line)
              --[no-]is-new  Whether nobody played with it
              --input FILE   The whole body as JSON, which options then change

        Options of every such command (sp help options explains them):
          Output   -o FORM, --json, --fields NAMES, --meta, --expanded
          Writes   -n, -y, --queue, --read-only
          General  --profile NAME, -q, -v, --no-input, --color WHEN, --no-color,
                   --columns N, --no-pager, -h

        Exit codes:
          0    done
          1    failed for another reason, which the message tells
          2    wrong usage, or a value refused before anything was sent
          4    credential missing, expired or refused
          5    network down, rate limit, or the service failed: trying again later may
               work
          6    the service refused the request (400, 403, 409, 422)
          130  interrupted

        Calls:
          POST https://toys.example/v1/toys
          at most 10 write requests in 1m

        """),
    Case(
      testDescription: "a command about sp itself",
      help: Help.command(
        Command(
          "config set", "Change a setting", detail: "Comments survive.",
          arguments: [.argument("KEY", "Its name"), .argument("VALUE", "What it becomes", required: false)],
          options: [.option("a-very-long-option-name", "Far out", placeholder: "SOMETHING", short: "a")]),
        width: 80),
      expected: """
        Change a setting.

        Usage:
          sp config set <KEY> [<VALUE>] [options]

        Comments survive.

        Arguments:
          <KEY>      Its name
          [<VALUE>]  What it becomes

        Options:
          -a, --a-very-long-option-name SOMETHING
            Far out

        Options of every such command (sp help options explains them):
          General  --profile NAME, -q, -v, --no-input, --color WHEN, --no-color,
                   --columns N, --no-pager, -h

        Exit codes:
          0  done
          1  failed for another reason, which the message tells
          2  wrong usage, or a value refused before anything was sent

        """),
  ]

  @Test(arguments: cases)
  func text(_ row: Case) { #expect(row.help == row.expected) }

  @Test func everyGlobalOptionAndExitCodeIsExplained() {
    let options = Help.options(width: 80)
    for option in GlobalOptions.all { #expect(options.contains("--\(option.option)")) }
    let codes = Topic.all(session: []).map { Help.topic($0, width: 60) }.joined()
    for code in ExitCode.allCases { #expect(codes.contains("\n  \(code.rawValue) ")) }
    for line in (options + codes).split(separator: "\n") { #expect(line.count <= 80) }
  }
}
