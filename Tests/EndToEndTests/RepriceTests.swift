import Testing

/// The price rule of the marketplace's document: who converts over 12 % and is seen over 20 times an hour costs 5 % more.
@Suite struct RepriceTests {
  private static let rule = "conversion_rate > 0.12 and views_last_hour > 20"
  /// Three prompts at 20: the first is seen and sold, the second only seen, the third neither.
  private static let market = """
    for n in 1 2 3; do sp prompts create --title "T$n" --content C --price 20 -q > /dev/null; done
    for n in $(seq 24); do
      for id in prompt-1 prompt-2; do sp trigger prompt.viewed --set prompt_id=$id > /dev/null 2>&1; done
    done
    for n in 1 2 3 4; do sp trigger sale.completed --set prompt_id=prompt-1 > /dev/null 2>&1; done
    prices() { sp prompts list --fields id,price -o csv | tr '\\n' ' '; }

    """
  private static let before = "id,price prompt-1,20 prompt-2,20 prompt-3,20 "
  private static let after = "id,price prompt-1,21 prompt-2,20 prompt-3,20 "

  @Test("By hand: a dry run only shows, --yes sends, --queue waits, without either nobody is asked here")
  func byHand() throws {
    let outcome = try Sp().script(
      Self.market + """
        sp prompts reprice --where '\(Self.rule)' --by 5% --dry-run -o csv --fields id,from,to
        sp prompts reprice --where '\(Self.rule)' --by 5% > /dev/null 2>&1; echo $?
        prices; echo
        sp prompts reprice --where '\(Self.rule)' --by 5% --queue --yes -q > /dev/null; prices; echo
        sp queue run -q > /dev/null; prices; echo
        sp prompts reprice --where '\(Self.rule)' --by 5% --most 21.5 --round 0.5 --yes -q -o csv --fields to
        sp prompts reprice --where 'unheard_of > 1' --by 5% --yes 2>&1 | jq -r .error.kind
        """)
    #expect(
      outcome.output == """
        id,from,to
        prompt-1,20,21
        2
        \(Self.before)
        \(Self.before)
        \(Self.after)
        to
        21.5
        usage

        """, "\(outcome.output)\(outcome.error)")
  }

  @Test("In a rule: an event that is heard changes the price")
  func inARule() throws {
    let outcome = try Sp().script(
      Self.market + """
        sp on prompt.viewed "sp prompts reprice --where '\(Self.rule)' --by 5% --yes -q" 2> /dev/null
        : > "$SP_HOME/ready"
        sp listen snackprompt --port 0 > /dev/null 2> "$SP_HOME/ready" & LISTENER=$!
        until grep -q Ready "$SP_HOME/ready"; do sleep 0.02; kill -0 $LISTENER || exit 1; done
        prices; echo
        sp trigger prompt.viewed --set prompt_id=prompt-1 > /dev/null 2>&1
        for n in $(seq 100); do grep -q '\\[event 1\\]' "$SP_HOME/ready" && break; sleep 0.1; done
        kill $LISTENER; wait $LISTENER
        prices; echo
        """)
    #expect(outcome.output == "\(Self.before)\n\(Self.after)\n", "\(outcome.output)\(outcome.error)")
  }

  @Test func completes() throws {
    let sp = try Sp()
    #expect(
      try sp.shell("sp __complete prompts reprice --where views_last_h | head -1 | cut -f1").output
        == "views_last_hour\n")
  }
}
