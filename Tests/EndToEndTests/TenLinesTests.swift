import Platform
import Testing

/// A plugin of ten lines of shell is all that a built-in domain is.
@Suite struct TenLinesTests {
  private static let manifest = #"""
    {"protocol":1,"name":"hens","summary":"Hens and their eggs","version":"1.0","executable":"run",
     "resources":[{"name":"hens","singular":"hen","label":"name","fields":[
      {"name":"id","help":"Identifier"},{"name":"name","help":"What it is called","searched":true},
      {"name":"town","help":"Where it lives"},{"name":"eggs","kind":"integer","help":"Eggs this week","unit":"eggs"}]}],
     "commands":[{"command":"list","summary":"List the hens","answer":"jsonl","resource":"hens","listsAll":true,
      "options":[{"name":"town","help":"Only those of this town","allowed":["Lyon","Nice"],"filter":{"equals":"town"}},
       {"name":"mood","help":"Only those in this mood"}],
      "examples":[{"purpose":"Those of Lyon","line":"sp hens list --town Lyon"}]}]}
    """#
  /// Behind its first line; ten lines with it.
  private static let script = #"""
    # The hens, a line each; the call says of which town.
    town=$(sed -n 's/.*"town":"\([A-Za-z]*\)".*/\1/p')
    hen() {
      [ "${town:-$3}" = "$3" ] || return 0
      printf '{"id":"%s","name":"%s","town":"%s","eggs":%s}\n' "$@"
    }
    hen h1 Berthe Lyon 5
    hen h2 Odette Nice 2
    hen h3 Agathe Lyon 4
    """#

  private static let all = "id,name,town,eggs\nh1,Berthe,Lyon,5\nh2,Odette,Nice,2\nh3,Agathe,Lyon,4\n"

  @Test(arguments: [
    // Help, completion, the manual.
    ("sp help hens | head -1", "Hens and their eggs.\n"),
    ("sp help hens list | grep -c 'Only those of this town'", "1\n"),
    ("sp help hens list | grep -c -e '--offline'", "1\n"),
    ("sp help hens export | head -1", "Export hens whole.\n"),
    ("sp help | grep -c '^  hens '", "1\n"),
    ("sp help --man hens | grep -c '^.Dt SP-HENS 1'", "1\n"),
    ("sp help --man hens | man -l - 2>/dev/null | grep -c 'sp hens list --town Lyon' || echo 1", "1\n"),
    ("sp __complete he | cut -f1", "hens\nhelp\n"),
    ("sp __complete hens '' | cut -f1", "export\nlist\n"),
    ("sp __complete hens list --to | cut -f1", "--town\n"),
    ("sp __complete hens list --town '' | cut -f1", "Lyon\nNice\n"),
    ("sp __complete hens list --fields na | cut -f1", "name\n\n"),
    ("sp __complete hens list --where eg | cut -f1", "eggs\n\n"),
    ("sp __complete sql 'select * from he' | cut -f1", "select * from hens\n\n"),
    ("sp hens lst 2>&1 | jq -r .error.hint", "sp hens list\n"),
    ("sp hens list --town Paris 2>&1 | jq -r .error.kind", "usage\n"),
    // Forms of output, conditions, order.
    ("sp hens list -o csv", all),
    ("sp hens list -o table --town Nice", "id  name    town  eggs\nh2  Odette  Nice     2\n"),
    ("sp hens list --town Nice", "[\n{\"id\":\"h2\",\"name\":\"Odette\",\"town\":\"Nice\",\"eggs\":2}\n]\n"),
    (
      "sp hens list -o jsonl --where 'eggs > 4'",
      "{\"id\":\"h1\",\"name\":\"Berthe\",\"town\":\"Lyon\",\"eggs\":5}\n"
    ),
    ("sp hens list -o tsv --sort -eggs --limit 1 --fields name,eggs -q", "name\teggs\nBerthe\t5\n"),
    ("sp hens list -o yaml --town Nice | head -2", "- id: h2\n  name: Odette\n"),
    // Offline: nothing before, then as the service would answer, and without the executable.
    (
      "sp hens list --offline 2>&1 | jq -r .error.code; sp hens export --offline 2>/dev/null; echo $?",
      "not_cached\n9\n"
    ),
    ("sp hens list > /dev/null; echo >> $SP_HOME/plugins/hens/run; sp hens list --offline -o csv", all),
    ("sp sync hens -q > /dev/null; echo >> $SP_HOME/plugins/hens/run; sp hens list --max-age 1h -o csv", all),
    ("sp sync hens -q > /dev/null; sp hens list --offline --town Nice --fields id -o csv", "id\nh2\n"),
    (
      "sp sync hens -q > /dev/null; sp hens list --offline --where 'eggs < 5' --sort eggs --fields id -o csv",
      "id\nh2\nh3\n"
    ),
    (
      "sp sync hens -q > /dev/null; sp hens list --offline --mood good 2>&1 | jq -r .error.code",
      "not_cached\n"
    ),
    (
      "sp hens list --town Nice -q > /dev/null; sp hens list --offline -o csv --fields id 2>&1 | tail -1",
      "h2\n"
    ),
    // Export, SQL, search, the cache.
    ("sp hens export -o csv", all),
    ("sp hens export --town Nice 2>&1 | jq -r .error.kind", "usage\n"),
    (
      "sp sync hens -q > /dev/null; echo >> $SP_HOME/plugins/hens/run; sp hens export --offline -o csv --where \"town = 'Nice'\" --fields name",
      "name\nOdette\n"
    ),
    ("echo >> $SP_HOME/plugins/hens/run; sp hens export 2>&1 | jq -r .error.code", "changed\n"),
    (
      "sp sync hens -q > /dev/null; sp sql 'select town, sum(eggs) as eggs from hens group by 1' -o csv",
      "town,eggs\nLyon,9\nNice,2\n"
    ),
    (
      "sp sync hens -q > /dev/null; sp search agathe -o csv --fields resource,id,label",
      "resource,id,label\nhens,h3,Agathe\n"
    ),
    (
      "sp sync hens -q > /dev/null; sp cache status -o csv --fields resource,records,whole",
      "resource,records,whole\nhens,3,true\n"
    ),
    // The session: references, pipes, variables, completion of what it knows.
    ("sp -c 'hens list -q > /dev/null; each @* echo {name}' -q", "Berthe\nOdette\nAgathe\n"),
    ("printf 'use hens\\nlist --town Nice --fields id -o tsv | tail -1\\n' | sp", "h2\n"),
    ("sp -c 'hens list -q > /dev/null; echo @2'", "h2\n"),
    ("sp -c 'hens list | jq -r .[].name | sort | head -1'", "Agathe\n"),
  ])
  func feelsBuiltIn(line: String, expected: String) throws {
    let sp = try Sp()
    #expect("#!/bin/sh\n\(Self.script)".split(separator: "\n").count == 10)
    let folder = try sp.folder("hens", manifest: Self.manifest, script: Self.script)
    #expect(try sp("plugin", "add", folder, "--yes", "-q").status == 0)
    let outcome = try sp.shell(line)
    #expect(outcome.output == expected)
  }
}
