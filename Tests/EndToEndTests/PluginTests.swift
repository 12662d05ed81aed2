import Platform
import Testing
import Values

/// Plugins from elsewhere, through the built `sp`.
@Suite struct PluginTests {
  static let examples = "\(Sp.package)/plugins/examples"

  /// The examples that come with `sp`, added and used.
  @Test(arguments: [
    (
      "greet", "sp greet all Ada -q -o csv --fields language,text --limit 1",
      "language,text\nen,\"Hello, Ada\"\n"
    ),
    (
      "greet", "sp greet all Ada --where \"language = 'fr'\" -o jsonl",
      "{\"language\":\"fr\",\"text\":\"Bonjour, Ada\"}\n"
    ),
    (
      "greet", "sp __complete greet all --fields ''",
      "language\tLanguage of the greeting\ntext\tThe greeting itself\n\tnospace\n"
    ),
    ("greet", "sp help greet | head -1", "Greetings in several languages.\n"),
    ("greet", "sp -c 'greet all Ada | head -1' -q", "[\n"),
    (
      "wordcount",
      "sp prompts create --title T --content C --description 'one two three' --price 1 -q >/dev/null; sp wordcount prompts --least 3 --fields title,words --sort -words -o jsonl | grep '\"T\"'",
      "{\"title\":\"T\",\"words\":3}\n"
    ),
    ("todos", "sp todos list -o jsonl", ""),
    (
      "todos",
      "sp todos create --title Sweep --hours 1.5 -q; sp todos list --fields id,title,hours -o jsonl; sp todos list --offline --fields title -o csv",
      "\"hours\":1.5}\n{\"id\":\"todo-1\",\"title\":\"Sweep\",\"hours\":1.5}\ntitle\nSweep\n"
    ),
    (
      "todos",
      "printf 'title\\nSweep\\nCook\\n' | sp todos import - --yes -q -o csv --fields confirmed,left; sp todos list --fields title -o csv",
      "confirmed,left\n2,0\ntitle\nSweep\nCook\n"
    ),
    (
      "todos", "sp todos create --title Sweep --queue -q; sp queue list --fields operation -o csv",
      "{\"job\":1,\"queued\":1}\noperation\ntodos.create\n"
    ),
    (
      "todos", "sp todos create --title Sweep --dry-run --fields method,url",
      "{\"method\":\"POST\",\"url\":\"http://sandbox.invalid/todos/v1/todos\"}\n"
    ),
  ])
  func examplesWork(name: String, line: String, expected: String) throws {
    let sp = try Sp()
    #expect(try sp("plugin", "add", "\(PluginTests.examples)/\(name)", "--yes").status == 0)
    let outcome = try sp.shell(line)
    if expected.isEmpty {
      #expect(outcome.status == 0)
    } else {
      #expect(outcome.output.hasSuffix(expected), "\(outcome.output)")
    }
  }

  /// Executables that misbehave: the host lives, and says what happened.
  @Test(arguments: [
    ("json", "kill -SEGV $$", 1, "was ended by signal 11"),
    ("json", "sleep 60", 1, "did not end within 1s"),
    ("json", "echo '{\"a\":'", 1, "did not answer with JSON"),
    ("jsonl", "echo '{\"a\":1}'; echo oops", 1, "line 2"),
    ("json", "exit 9", 9, "failed with status 9"),
    ("text", "exit 9", 9, ""),
    (
      "json",
      "echo '{\"error\":{\"kind\":\"not_found\",\"message\":\"no city\",\"hint\":\"try Paris\"}}' >&2; exit 3",
      3, "{\"error\":{\"kind\":\"not_found\",\"message\":\"no city\",\"hint\":\"try Paris\"}}\n"
    ),
    ("json", "printf '\\033[31mred\\n' >&2; echo 1", 0, "␛[31mred\n"),
    ("json", "echo 'tty' > /dev/tty && echo 1; exit 5", 5, "/dev/tty"),
    ("json", "head -c 70000000 /dev/zero | tr '\\0' 1", 1, "more than 64 MB"),
  ])
  func misbehaviour(answer: String, script: String, status: Int32, error: String) throws {
    let sp = try Sp()
    let timeout = script.hasPrefix("sleep") ? "1s" : "1m"
    try sp.plugin("bad", answer: answer, timeout: timeout, script: script)
    let outcome = try sp("bad", "go")
    #expect(outcome.status == status)
    #expect(outcome.error.contains(error), "\(outcome.error)")
  }

  /// The call as the executable gets it, and an environment without our secrets.
  @Test func theCall() throws {
    let sp = try Sp()
    try sp.plugin("echo", answer: "text", script: "cat; env")
    let outcome = try sp(["echo", "go"], environment: ["SP_SNACKPROMPT_TOKEN": "secret-token"])
    let call = try JSON.parse(String(outcome.output.prefix { $0 != "\n" }))
    #expect(call["protocol"] == 1)
    #expect(call["command"] == ["echo", "go"])
    #expect(call["profile"] == "sandbox")
    #expect(outcome.output.contains("SP_PLUGIN_NAME=echo\n"))
    #expect(!outcome.output.contains("secret-token"))
  }

  /// A long answer is streamed: what is not wanted is not waited for, and a closed pipe ends the plugin.
  @Test(arguments: [
    ("sp many go --limit 2 -q -o jsonl", "1\n2\n"), ("sp many go --all -o jsonl | head -1", "1\n"),
  ])
  func streams(line: String, expected: String) throws {
    let sp = try Sp()
    try sp.plugin("many", answer: "jsonl", script: "i=0; while :; do i=$((i+1)); echo $i; done")
    #expect(try sp.shell(line).output == expected)
  }

  /// Manifests that are refused, and why.
  @Test(arguments: [
    (#"{"name":"x"}"#, "has no 'protocol'"),
    (#"{"protocol":2,"name":"x","summary":"s"}"#, "speaks protocol 2"),
    (#"{"protocol":1,"name":"x","summary":"s","requires":["telepathy"]}"#, "requires telepathy"),
    (#"{"protocol":1,"name":"X!","summary":"s"}"#, "is called 'X!'"),
    (
      #"{"protocol":1,"name":"config","summary":"s","executable":"run","commands":[{"summary":"s"}]}"#,
      "is a command of sp"
    ),
    (#"{"protocol":1,"name":"x","summary":"s","commands":[{"summary":"s"}]}"#, "no 'executable'"),
    (
      #"{"protocol":1,"name":"x","summary":"s","executable":"../run","commands":[{"summary":"s"}]}"#,
      "outside of its folder"
    ),
    (
      #"{"protocol":1,"name":"x","summary":"s","executable":"run","commands":[{"summary":"s","options":[{"name":"output","help":"h"}]}]}"#,
      "which every command has"
    ),
    (
      #"{"protocol":1,"name":"x","summary":"s","executable":"run","commands":[{"summary":"s","options":[{"name":"a","help":"h","kind":"int"}]}]}"#,
      "commands[0] options[0] is of the kind 'int'"
    ),
    (#"{"protocol":1"#, "is not JSON"),
  ])
  func refusedManifests(manifest: String, reason: String) throws {
    let sp = try Sp()
    let folder = try sp.folder("x", manifest: manifest, script: "echo 1")
    let outcome = try sp("plugin", "add", folder, "--yes")
    #expect(outcome.status == 2)
    #expect(outcome.error.contains(reason), "\(outcome.error)")
  }

  /// What a plugin may do holds for its files as they were: one line after another in one home.
  @Test func grants() throws {
    let sp = try Sp()
    _ = try sp.folder("demo", manifest: Sp.manifest("demo", "text"), script: "echo hi")
    let lines: [(String, Int32, String)] = [
      ("sp plugin add $SP_HOME/demo", 2, "--yes"),
      ("sp plugin add $SP_HOME/demo --yes", 0, "may run run"),
      ("sp demo go", 0, "hi\n"),
      ("echo '# more' >> $SP_HOME/plugins/demo/run; sp demo go", 4, "run changed"),
      ("sp plugin verify", 1, "\"state\":\"changed\""),
      ("sp plugin verify -o table", 1, "not as it was allowed to run"),
      (
        "sed 's/A test/Another/' $SP_HOME/demo/plugin.json > $SP_HOME/json; mv $SP_HOME/json $SP_HOME/demo/plugin.json; sp plugin add $SP_HOME/demo --yes",
        0, "takes the place of demo 0: A test"
      ),
      ("sp plugin enable demo --yes; sp demo go", 0, "hi\n"),
      ("touch $SP_HOME/plugins/demo/extra; sp demo go", 4, "extra is new"),
      ("rm $SP_HOME/plugins/demo/extra; sp plugin verify demo", 0, "\"state\":\"enabled\""),
      ("sp plugin disable demo; sp demo go", 2, "there is no command 'demo'"),
      ("sp plugin exec demo go", 4, "disabled"),
      ("sp plugin enable demo --yes -q; sp plugin exec demo go", 0, "hi\n"),
      ("sp plugin link $SP_HOME/demo --yes", 2, "already"),
      ("sp plugin remove demo --yes; sp demo go", 2, "there is no command"),
      ("sp plugin link $SP_HOME/demo --yes; echo 'echo ho' >> $SP_HOME/demo/run; sp demo go", 0, "hi\nho\n"),
      (
        "SP_PLUGIN_PATH=$SP_HOME/other; mkdir -p $SP_PLUGIN_PATH; cp -r $SP_HOME/demo $SP_PLUGIN_PATH/; export SP_PLUGIN_PATH; sp demo go",
        2, "two plugins are called 'demo'"
      ),
      ("sp plugin remove demo --yes; SP_PLUGIN_PATH=$SP_HOME/other sp demo go", 4, "never allowed"),
      (
        "cd $SP_HOME; sp plugin new weather --language python; sp plugin link weather --yes -q; sp weather hello --name Ada",
        0, "{\"greeting\":\"Hello, Ada\"}\n"
      ),
    ]
    for (line, status, part) in lines {
      let outcome = try sp.shell(line)
      #expect(outcome.status == status, "\(line)")
      #expect(outcome.output.contains(part), "\(line): \(outcome.output)")
    }
  }

  /// Programs `sp-NAME` on PATH get their words as they are; the commands of sp win.
  @Test(arguments: [
    ("sp hello --yes -o x -- 'a b'", 7, "[--yes] [-o] [x] [--] [a b]\n"), ("sp help hello", 7, "[--help]\n"),
    ("sp version", 0, "sp "),
    ("sp plugin list --where \"kind = 'program'\" --fields name,state", 0, "shadowed"),
  ])
  func programs(line: String, status: Int32, expected: String) throws {
    let sp = try Sp()
    let make =
      "for n in hello version; do printf '#!/bin/sh\\nfor a; do printf \"[%%s] \" \"$a\"; done | sed \"s/ $//\"; echo; exit 7\\n' > $SP_HOME/sp-$n; chmod +x $SP_HOME/sp-$n; done; export PATH=$SP_HOME:$PATH; "
    let outcome = try sp.shell(make + line)
    #expect(outcome.status == status)
    #expect(outcome.output.contains(expected), "\(outcome.output)")
  }

  /// What the host does for a plugin, and what it refuses.
  @Test(arguments: [
    (#"{"method":"http","params":{"service":"snackprompt","path":"/prompts"}}"#, "\"status\":200"),
    (
      #"{"method":"http","params":{"service":"snackprompt","method":"POST","path":"/prompts","body":{}}}"#,
      "may only read from snackprompt"
    ),
    (#"{"method":"http","params":{"service":"shellia","path":"/ask"}}"#, "may not ask shellia"),
    (#"{"method":"http","params":{"service":"snackprompt","path":"/../secrets"}}"#, "is no path"),
    (
      #"{"method":"queue.add","params":{"service":"snackprompt","method":"POST","path":"/prompts"}}"#,
      "may only read"
    ),
    (#"{"method":"sql","params":{"query":"select count(*) as n from prompts"}}"#, "\"n\":0"),
    (#"{"method":"sql","params":{"query":"select * from bundles"}}"#, "\"code\":\"sql\""),
    (#"{"method":"sql","params":{"query":"delete from prompts"}}"#, "\"code\":\"sql\""),
    (#"{"method":"cache.get","params":{"resource":"prompts","id":"nothing"}}"#, "\"result\":null"),
    (#"{"method":"cache.get","params":{"resource":"bundles","id":"x"}}"#, "may not read the table 'bundles'"),
    (#"{"method":"ask","params":{"question":"Who?"}}"#, "nobody is here"),
    (#"{"method":"progress","params":{"text":"half"}}"#, "\"result\":null"),
    (#"{"method":"htp"}"#, "there is no method 'htp'"), ("nonsense", "one JSON object a line"),
  ])
  func channel(request: String, answer: String) throws {
    let sp = try Sp()
    let grants = #""grants":{"services":{"snackprompt":"read"},"tables":["prompts"]},"#
    try sp.plugin(
      "asker", answer: "text", grants: grants,
      script: "printf '%s\\n' '\(request)' >&3; read -r answer <&4; echo \"$answer\"")
    let outcome = try sp("asker", "go")
    #expect(outcome.output.contains(answer), "\(outcome.output)\(outcome.error)")
  }

  /// Nothing writes under `--read-only`, neither a command nor what a plugin asks.
  @Test(arguments: [
    ("sp prompts create --title T --content C --price 1 --read-only", 2),
    ("sp prompts create --title T --content C --price 1 --read-only --queue", 2),
    ("sp prompts list --read-only", 0), ("sp prompts import /dev/null --read-only", 2),
    ("sp writer go --read-only | grep write_refused", 0), ("sp writer go --yes | grep '\"status\":201'", 0),
  ])
  func readOnly(line: String, status: Int32) throws {
    let sp = try Sp()
    let body = #"{"title":"T","content":"C","price":1}"#
    let request =
      #"{"method":"http","params":{"service":"snackprompt","method":"POST","path":"/prompts","body":\#(body)}}"#
    try sp.plugin(
      "writer", answer: "text", grants: #""grants":{"services":{"snackprompt":"write"}},"#,
      script: "echo '\(request)' >&3; head -1 <&4")
    #expect(try sp.shell(line).status == status)
  }

  /// A document of some web service becomes commands that the sandbox plays.
  @Test(arguments: [
    ("sp help shelf", "books list"), ("sp shelf books list -o json", "[]"),
    (
      "sp shelf books create --title Pnin --pages 191 -q; sp shelf books list --where 'pages < 200' --fields title,pages -o csv",
      "Pnin,191"
    ),
    ("sp shelf books get 7 --dry-run --profile sandbox", ""),
    ("sp shelf books create --title 'x' --kind novella --dry-run --fields url", "/shelf/v2/books"),
    ("sp shelf books create --title 'x' --kind poem", "one of novel, novella"),
    ("sp shelf books lend --help", "POST"),
    ("sp plugin show shelf --fields service", "https://shelf.example/v2"),
  ])
  func documents(line: String, expected: String) throws {
    let sp = try Sp()
    let path = "\(sp.home.path)/openapi.json"
    try Sp.write(PluginTests.document, to: path)
    #expect(try sp("plugin", "add", path, "--name", "shelf", "--yes").status == 0)
    let outcome = try sp.shell(line)
    #expect(outcome.output.contains(expected), "\(outcome.output)")
  }

  static let document = #"""
    {"openapi":"3.0.3","info":{"title":"Shelf API","version":"2"},"servers":[{"url":"https://shelf.example/v2"}],
     "paths":{
      "/books":{
       "get":{"summary":"List books.","tags":["books"],"parameters":[{"name":"limit","in":"query","schema":{"type":"integer","maximum":50}},{"name":"page","in":"query","schema":{"type":"integer"}}],
        "responses":{"200":{"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/Book"}}}}}}},
       "post":{"summary":"Add a book","requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Book"}}}},
        "responses":{"201":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Book"}}}}}}},
      "/books/{bookId}":{"parameters":[{"name":"bookId","in":"path","required":true,"schema":{"type":"string"}}],
       "get":{"summary":"Show a book","responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Book"}}}}}},
       "delete":{"responses":{"204":{}}}},
      "/books/{bookId}/lend":{"post":{"parameters":[{"name":"bookId","in":"path","required":true,"schema":{"type":"string"}}],"responses":{"200":{}}}}},
     "components":{"securitySchemes":{"key":{"type":"apiKey","in":"header","name":"X-Key"}},
      "schemas":{"Book":{"type":"object","required":["title"],"properties":{"id":{"type":"string","readOnly":true},"title":{"type":"string"},
       "pages":{"type":"integer","minimum":1},"kind":{"type":"string","enum":["novel","novella"]}}}}}}
    """#
}

extension Sp {
  /// A manifest with the one command `go`.
  static func manifest(
    _ name: String, _ answer: String, grants: String = "", timeout: String = "1m"
  ) -> String {
    #"""
    {"protocol":1,"name":"\#(name)","summary":"A test","executable":"run","timeout":"\#(timeout)",\#(grants)
    "commands":[{"command":"go","summary":"Go","answer":"\#(answer)"}]}
    """#
  }

  static func write(_ text: String, to path: String) throws {
    let sink = try FileSink(replacing: path, access: .shared)
    try sink.write(text)
    try sink.commit()
  }

  /// Writes a plugin whose executable is a script of the shell; returns its folder.
  func folder(_ name: String, manifest: String, script: String) throws -> String {
    let folder = "\(home.path)/\(name)"
    try Files.makeDirectories(folder)
    try Sp.write(manifest, to: "\(folder)/plugin.json")
    try Sp.write("#!/bin/sh\n\(script)\n", to: "\(folder)/run")
    try Files.makeExecutable("\(folder)/run")
    return folder
  }

  /// Writes a plugin and adds it.
  func plugin(
    _ name: String, answer: String, grants: String = "", timeout: String = "1m", script: String
  ) throws {
    let manifest = Sp.manifest(name, answer, grants: grants, timeout: timeout)
    let folder = try folder(name, manifest: manifest, script: script)
    let outcome = try self("plugin", "add", folder, "--yes", "-q")
    #expect(outcome.status == 0, "\(outcome.error)")
  }
}
