import Platform
import Testing
import Values

/// What plugins know, in the cache, in SQL and in sessions; and what they are given to read.
@Suite struct PluginDataTests {
  /// The resources of a plugin without code are like those of a service.
  @Test(arguments: [
    ("sp sql \"select title, hours from todos\" -o csv", "title,hours\nSweep,1.5\n"),
    ("sp sql \"select name from sqlite_temp_schema where name = 'todos'\" -o csv", "name\ntodos\n"),
    ("sp search swee -o csv --fields resource,id,label", "resource,id,label\ntodos,todo-1,Sweep\n"),
    ("sp sync todos --fields resource,records -o csv", "resource,records\ntodos,1\n"),
    (
      "sp cache status -o jsonl | jq -c 'select(.service == \"todos\") | [.resource, .records, .whole]'",
      "[\"todos\",1,true]\n"
    ),
    ("sp todos export --offline -o csv --fields id,title", "id,title\ntodo-1,Sweep\n"),
    ("sp api spec todos | jq -c '.paths | keys'", "[\"/todos\",\"/todos/{todoId}\"]\n"),
    (
      "sp api endpoints -o jsonl | jq -c 'select(.service == \"todos\") | .command' | head -1",
      "\"todos list\"\n"
    ),
    (
      "sp sandbox seed todos 2>&1 | jq -r .error.message",
      "The sandbox has no collection to begin todos with\n"
    ),
    ("sp api GET /todos --service todos | jq -c '.data[0].title'", "\"Sweep\"\n"),
    ("sp -c 'todos list; todos get @1' -q -o csv --fields title | tail -1", "Sweep\n"),
  ])
  func resources(line: String, expected: String) throws {
    let sp = try Sp()
    #expect(try sp("plugin", "add", "\(PluginTests.examples)/todos", "--yes").status == 0)
    let outcome = try sp.shell(
      "sp todos create --title Sweep --hours 1.5 -q; sp todos list -q > /dev/null; true")
    #expect(outcome.status == 0, "\(outcome.error)")
    let answer = try sp.shell(line)
    #expect(answer.output.hasSuffix(expected), "\(answer.output)\(answer.error)")
  }

  private static let manifest = #"""
    {"protocol":1,"name":"yard","summary":"Hens","executable":"run","resources":[{"name":"hens","singular":"hen",
     "fields":[{"name":"id","kind":"text","help":"Id"},{"name":"eggs","kind":"integer","help":"Eggs"}]}],
     "commands":[{"command":"list","summary":"Hens","answer":"jsonl","resource":"hens","listsAll":true},
      {"command":"one","summary":"A hen","answer":"json","resource":"hens"},
      {"command":"read","summary":"What is read","answer":"text","input":true},
      {"command":"deaf","summary":"What is not","answer":"text"}]}
    """#
  private static let script = #"""
    read -r call
    case "$call" in
    *'"list"'*) cat "$SP_PLUGIN_DIR/hens" ;;
    *'"one"'*) echo '{"id":"c","eggs":9}' ;;
    *) cat ;;
    esac
    """#

  /// What an executable answers with is kept; `sp sync` runs what lists all, and forgets what is no longer there.
  @Test(arguments: [
    ("sp yard list > /dev/null; sp sql 'select sum(eggs) as eggs from hens' -o csv", "eggs\n5\n"),
    ("sp yard one > /dev/null; sp sql 'select * from hens' -o csv", "id,eggs\nc,9\n"),
    (
      "sp sync yard -o csv --fields resource,records; sp sql 'select id from hens' -o csv",
      "hens,2\nid\na\nb\n"
    ),
    ("sp yard one > /dev/null; sp sync yard > /dev/null; sp sql 'select id from hens' -o csv", "id\na\nb\n"),
    ("sp yard list --limit 1 -q > /dev/null; sp cache status | jq -c '.[0].whole'", "false\n"),
    ("sp sync yard > /dev/null; sp cache status | jq -c '.[0].whole'", "true\n"),
    ("sp yard list --where 'eggs > 2' -o jsonl", "{\"id\":\"b\",\"eggs\":3}\n"),
    ("sp plugin disable yard; sp sync yard 2>&1 | jq -r .error.code", "usage\n"),
    ("printf 'a\\nb\\n' | sp yard read", "a\nb\n"), ("printf x | sp yard deaf | wc -c", "0\n"),
    ("head -c 3000000 /dev/zero | sp yard read | wc -c", "3000000\n"),
    ("sp yard read < /dev/null | wc -c", "0\n"), ("yes | sp yard read | head -1", "y\n"),
    ("sp -c 'set h=(yard one); echo $h.eggs'", "9\n"),
  ])
  func executables(line: String, expected: String) throws {
    let sp = try Sp()
    let folder = try sp.folder("yard", manifest: Self.manifest, script: Self.script)
    try Sp.write("{\"id\":\"a\",\"eggs\":2}\n{\"id\":\"b\",\"eggs\":3}\n", to: "\(folder)/hens")
    #expect(try sp("plugin", "add", folder, "--yes").status == 0)
    let outcome = try sp.shell(line)
    #expect(outcome.output.hasSuffix(expected), "\(outcome.output)\(outcome.error)")
  }

  /// Two resources of a name are two views.
  @Test func sameNames() throws {
    let sp = try Sp()
    for name in ["barn-yard", "yard"] {
      let manifest = Self.manifest.replacing("\"yard\"", with: "\"\(name)\"")
      let folder = try sp.folder(name, manifest: manifest, script: Self.script)
      try Sp.write("{\"id\":\"of \(name)\",\"eggs\":2}\n", to: "\(folder)/hens")
      #expect(try sp("plugin", "add", folder, "--yes").status == 0)
    }
    let outcome = try sp.shell(
      "sp sync barn-yard yard -q > /dev/null; sp sql 'select id from hens union select id from yard_hens' -o csv"
    )
    #expect(outcome.output == "id\nof barn-yard\nof yard\n", "\(outcome.error)")
  }

  /// Programs `sp-NAME` in sessions, behind pipes and in completion.
  @Test(arguments: [
    ("sp -c 'hello --yes b'", 7, "[--yes] [b]\n"), ("echo hello c | sp", 7, "[c]\n"),
    ("sp -c 'hello a | tr a-z A-Z'", 7, "[A]\n"), ("printf data | sp hello -", 7, "[-]\ndata"),
    ("printf data | sp -c 'hello -'", 7, "[-]\ndata"), ("sp __complete hel | grep -c sp-hello", 0, "1\n"),
    ("sp -c 'version a; hello a' 2>&1 | jq -r .error.kind", 0, "usage\n"),
    ("sp -c 'helo a' 2>&1 | jq -r .error.code", 0, "usage\n"),
  ])
  func programs(line: String, status: Int32, expected: String) throws {
    let sp = try Sp()
    let make = #"""
      cat > $SP_HOME/sp-hello <<'END'
      #!/bin/sh
      for a; do printf '[%s] ' "$a"; done | sed 's/ $//'; echo
      [ "$1" = - ] && cat
      exit 7
      END
      chmod +x $SP_HOME/sp-hello; cp $SP_HOME/sp-hello $SP_HOME/sp-version; export PATH=$SP_HOME:$PATH

      """#
    let outcome = try sp.shell(make + line)
    #expect(outcome.status == status)
    #expect(outcome.output.hasSuffix(expected), "\(outcome.output)\(outcome.error)")
  }

  /// However a plugin asks, it sees the rows of the profile in force and no other table.
  @Test(arguments: [
    ("select title from prompts", "[{\"title\":\"Mine\"}]"),
    ("select count(*) as n from prompts", "[{\"n\":1}]"),
    ("select p.title from prompts p join prompts q on p.id = q.id", "[{\"title\":\"Mine\"}]"),
    ("with mine as (select * from prompts) select title from mine", "[{\"title\":\"Mine\"}]"),
    ("select title, value from prompts, json_each(tags)", "[]"),
    ("select * from snackprompt_prompts", nil), ("select * from main.snackprompt_prompts", nil),
    ("with prompts as (select * from main.snackprompt_prompts) select title from prompts", nil),
    ("select title from (select * from main.snackprompt_prompts) as prompts", nil),
    ("select name from sqlite_temp_schema", nil), ("select * from coverage", nil),
    ("select * from pragma_table_list", nil),
    ("select title from prompts union select _id from main.snackprompt_prompts", nil),
  ])
  func ownRows(query: String, rows: String?) throws {
    let sp = try Sp()
    let grants = #""grants":{"tables":["prompts"]},"#
    let request = #"{"method":"sql","params":{"query":"\#(query)"}}"#
    try sp.plugin(
      "asker", answer: "text", grants: grants,
      script: "printf '%s\\n' '\(request)' >&3; read -r answer <&4; echo \"$answer\"")
    let outcome = try sp.shell(
      """
      sp sandbox serve --port 0 > $SP_HOME/address & SERVER=$!
      until [ -s $SP_HOME/address ]; do sleep 0.02; kill -0 $SERVER || exit 1; done
      sp config profile add live --set snackprompt.url=$(head -1 $SP_HOME/address)/snackprompt/api/v1 2>/dev/null
      sp prompts create --title Mine --content C --price 1 -q > /dev/null; sp prompts list -q > /dev/null
      export SP_SNACKPROMPT_TOKEN=another
      sp prompts create --profile live --title Theirs --content C --price 1 -q > /dev/null
      sp prompts list --profile live -q > /dev/null; kill $SERVER
      sp sql 'select title from prompts' --profile live -o jsonl | grep -c Theirs
      sp asker go
      """)
    #expect(outcome.output.hasPrefix("1\n"), "\(outcome.output)\(outcome.error)")
    #expect(!outcome.output.contains("Theirs"))
    #expect(
      outcome.output.contains(rows.map { "\"result\":\($0)" } ?? "\"code\":\"sql\""), "\(outcome.output)")
  }
}
