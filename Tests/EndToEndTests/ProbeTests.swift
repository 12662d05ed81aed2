import Testing

/// What a session makes of a line can be asked for from outside.
@Suite struct ProbeTests {
  @Test(arguments: [
    (
      ["__parse", "prompts list | jq . ; show @1"],
      #"""
      {"statements":[{"line":1,"column":1,"source":"prompts list | jq .","links":[{"words":["prompts","list"],"pipe":"jq ."}]},{"line":1,"column":23,"source":"show @1","links":[{"words":["show",[{"rows":[1,1]}]]}]}]}

      """#
    ),
    (
      ["__parse", "a \"$p.title\" && !ls > x || b > 'f 1' &"],
      #"""
      {"statements":[{"line":1,"column":1,"source":"a \"$p.title\" && !ls > x || b > 'f 1' &","links":[{"words":["a",["",{"variable":"p","path":["title"]}]]},{"shell":"ls > x","after":"&&"},{"words":["b"],"file":"f 1","after":"||"}],"background":true}]}

      """#
    ),
    (
      ["__parse", "let p = (prompts get @1.id)"],
      #"""
      {"statements":[{"line":1,"column":1,"source":"let p = (prompts get @1.id)","links":[{"words":["let",["p=",{"capture":{"words":["prompts","get",[{"rows":[1,1],"field":"id"}]]}}]]}]}]}

      """#
    ),
    (["__hint", "prompts get "], "<prompt-id>\n"),
    (["__hint", "prompts get ", "20"], "<promp…\n"),
    (["__hint", "prompts get ", "14"], ""),
    (["__width", "héllo 你好 👩‍👩‍👧"], "13\n"),
  ])
  func answers(words: [String], output: String) throws {
    let outcome = try Sp()(words)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output == output)
  }

  @Test func aLineThatIsNoneIsRefusedWithItsPlace() throws {
    let outcome = try Sp()("__parse", "prompts list; 'abc")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains("column 15"), "\(outcome.error)")
  }
}
