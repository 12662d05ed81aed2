import Platform
import Testing
import Values

/// Records come through as the service sent them: unknown fields, their order, and every digit.
@Suite struct AnswersTests {
  static let odd = [
    #"{"id":"p1","title":"One","price":1.10,"views":12345678901234567890,"zeta":{"b":1.0,"a":1e400,"n":null}}"#,
    #"{"z":-0.0,"id":"p2","title":"Tab\t \"quoted\", é\n\u2028 end","price":0.30000000000000004,"tags":["a,b","c"]}"#,
    #"{"id":"p3","title":"","price":1E+2,"on_promotion":true,"alpha":[[],{}],"views":9007199254740993}"#,
  ]

  private func peer() -> Peer {
    Peer { request, _ in
      if request.line.contains("/prompts/p1") {
        return .json(200, #"{"success":true,"data":\#(AnswersTests.odd[0]),"extra":1}"#)
      }
      let data = AnswersTests.odd.joined(separator: ",\n")
      return .json(200, #"{"success":true,"data":[\#(data)],"meta":{"total":3}}"#)
    }
  }

  @Test func recordsAreUntouchedOnlineAndOffline() throws {
    let peer = peer()
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    let records = try AnswersTests.odd.map { try JSON.parse($0, as: .answer).text() }
    #expect(records[0] == AnswersTests.odd[0] && records[2] == AnswersTests.odd[2])
    for more in [[], ["--offline"]] {
      #expect(try sp(["prompts", "list", "-o", "jsonl"] + more).output == records.map { $0 + "\n" }.joined())
      #expect(try sp(["prompts", "list"] + more).output == "[\n\(records.joined(separator: ",\n"))\n]\n")
      if more.isEmpty { #expect(try sp("prompts", "get", "p1").output == records[0] + "\n") }
      #expect(try sp(["prompts", "get", "p1", "--fields", "id,zeta.a"] + more).output.contains("1e400"))
    }
    let search = try sp("prompts", "list", "--where", "zeta is not null", "--offline", "-o", "jsonl")
    #expect(search.output == records[0] + "\n", "\(search)")
    let raw = try sp("api", "GET", "/prompts/p1").output
    #expect(raw == #"{"success":true,"data":\#(records[0]),"extra":1}"# + "\n")
  }

  @Test func aNameThatComesTwiceCountsOnceAndTheLast() throws {
    let peer = Peer(.json(200, #"{"success":true,"data":{"id":"p","title":"first","title":"last"}}"#))
    defer { peer.end() }
    #expect(
      try NetworkTests.home(peer.url)("prompts", "get", "p").output == "{\"id\":\"p\",\"title\":\"last\"}\n")
  }

  @Test func listsThatAreNone() throws {
    for data in [#"{"a":1}"#, #"[1,"a",null]"#, "null", #""text""#] {
      let peer = Peer { _, number in
        .json(200, #"{"success":true,"data":\#(number == 1 ? #"[{"id":"p"}]"# : data)}"#)
      }
      defer { peer.end() }
      let sp = try NetworkTests.home(peer.url)
      let before = try sp("prompts", "list")
      #expect(before.output == "[\n{\"id\":\"p\"}\n]\n")
      try Refused("prompts list", 1, "no list of records", "sp config get snackprompt.url").check(sp)
      #expect(try sp("prompts", "list", "--offline").output == before.output, "the cache keeps what it has")
    }
  }

  /// Each form, read by another program, gives the same records.
  @Test func everyFormIsReadByOthers() throws {
    let peer = peer()
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    #expect(try sp("prompts", "list").status == 0)
    let script = #"""
      import csv, io, json, subprocess, sys
      from decimal import Decimal
      def sp(*words): return subprocess.run(["sp", "prompts", "list", "--offline", *words], capture_output=True, check=True).stdout.decode()
      def read(text): return json.loads(text, parse_float=Decimal)
      records = read(sp())
      assert len(records) == 3 and records[0]["views"] == 12345678901234567890, records
      assert read("[" + ",".join(sp("-o", "jsonl").splitlines()) + "]") == records
      cell = lambda v: "" if v is None else v if isinstance(v, str) else None
      for form, delimiter in (("csv", ","), ("tsv", "\t")):
          rows = list(csv.DictReader(io.StringIO(sp("-o", form, "--fields", "id,title,price,views,zeta"), newline=""), delimiter=delimiter, strict=True))
          for row, record in zip(rows, records):
              assert row["id"] == record["id"] and row["title"] == record["title"], (row, record)
              assert Decimal(row["price"]) == Decimal(record["price"]), row
              assert row["views"] == str(record.get("views", "")), row
              assert (read(row["zeta"]) if row["zeta"] else None) == record.get("zeta"), row
          assert len(rows) == 3
      table = sp("-o", "table", "--fields", "id,price,views").splitlines()
      assert [line.split()[:2] for line in table[1:]] == [["p1", "1.10"], ["p2", "0.30000000000000004"], ["p3", "1E+2"]], table
      try: import yaml
      except ImportError: sys.exit()
      text = yaml.load(sp("-o", "yaml"), Loader=yaml.BaseLoader)
      assert [r["title"] for r in text] == [r["title"] for r in records], text
      assert text[0]["views"] == "12345678901234567890" and text[0]["zeta"]["a"] == "1e400", text
      """#
    let path = "\(sp.home.path)/read.py"
    try Files.writePrivate(Array(script.utf8), to: path)
    let outcome = try sp.shell("python3 \(path) && sp prompts list --offline | jq -e 'length == 3'")
    #expect(outcome.status == 0 && outcome.output == "true\n", "\(outcome.output)")
  }
}
