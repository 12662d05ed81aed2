import Platform
import Testing
import Values

/// Webhooks on their way from a sender through `sp listen` to a program.
struct ListenTests {
  /// Starts `sp listen snackprompt` with more words; `$URL` is where it listens, `$SECRET` what proves the sender.
  private static let listening = """
    listen() {
      : > "$SP_HOME/ready"
      sp listen snackprompt --port 0 "$@" > "$SP_HOME/heard" 2> "$SP_HOME/ready" &
      LISTENER=$!
      until grep -q Ready "$SP_HOME/ready"; do sleep 0.02; kill -0 $LISTENER || return 1; done
      URL=$(grep -o 'http://127.0.0.1:[0-9]*' "$SP_HOME/ready" | head -1)/snackprompt
    }
    sign() { printf '%s' "$1" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1; }
    post() { curl -s -o /dev/null -w '%{http_code}\\n' -H "x-snackprompt-signature: $2" -d "$1" "$URL"; }
    SECRET=$(sp listen snackprompt --print-secret)

    """

  private func run(_ sp: Sp, _ lines: String) throws -> Sp.Outcome {
    try sp.script(Self.listening + lines)
  }

  @Test("The same event a hundred times at once is kept and forwarded once")
  func once() throws {
    let sp = try Sp()
    let program = Peer(.json(200, "{}"))
    defer { program.end() }
    let outcome = try run(
      sp,
      """
      listen --forward \(program.url)/hook
      BODY='{"event":"sale.completed","data":{"title":"Été"}}'
      SIGNATURE=$(sign "$BODY")
      export URL BODY SIGNATURE
      seq 100 | xargs -P 20 -I{} curl -s -o /dev/null -w '%{http_code}\\n' \
        -H "x-snackprompt-signature: $SIGNATURE" -d "$BODY" "$URL" | sort | uniq -c | tr -s ' '
      sleep 0.5
      kill $LISTENER; wait $LISTENER
      wc -l < "$SP_HOME/heard"
      sp events list --fields event,copies -o csv
      """)
    #expect(outcome.output == " 100 200\n1\nevent,copies\nsale.completed,99\n")
    #expect(program.requests.count == 1)
    let forwarded = try #require(program.requests.first)
    #expect(forwarded.body == #"{"event":"sale.completed","data":{"title":"Été"}}"#)
    #expect(forwarded.header("x-snackprompt-signature")?.count == 64)
  }

  @Test("What was answered with 200 is delivered after kill -9")
  func killed() throws {
    let sp = try Sp()
    let program = Peer { _, number in .json(number <= 2 ? 500 : 200, "{}") }
    defer { program.end() }
    let outcome = try run(
      sp,
      """
      listen --forward \(program.url)/hook
      for n in 1 2 3; do BODY="{\\"event\\":\\"sale.completed\\",\\"n\\":$n}"; post "$BODY" "$(sign "$BODY")"; done
      { kill -9 $LISTENER; wait $LISTENER; } 2>/dev/null
      sp events list --fields event -o csv | wc -l
      listen
      for n in $(seq 100); do
        [ "$(sp events list --fields id -o csv | tail -n +2 | while read -r id; do
          sp events show "$id" | jq -r '.deliveries[].state'; done | sort -u)" = delivered ] && break
        sleep 0.1
      done
      echo $((n < 100))
      kill $LISTENER
      """)
    #expect(outcome.output.hasPrefix("200\n200\n200\n4\n1\n"), "\(outcome.output)")
    #expect(Set(program.requests.map(\.body)).count == 3)
  }

  @Test("Under load too: kill -9 loses no event that was answered with 200")
  func killedUnderLoad() throws {
    let sp = try Sp()
    let outcome = try run(
      sp,
      """
      listen
      export URL SECRET
      seq 600 | xargs -P 24 -I{} sh -c '
        BODY="{\\"event\\":\\"sale.completed\\",\\"n\\":{}}"
        SIGNATURE=$(printf "%s" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d" " -f1)
        CODE=$(curl -s -o /dev/null -w "%{http_code}" -H "x-snackprompt-signature: $SIGNATURE" -d "$BODY" "$URL")
        [ "$CODE" = 200 ] && echo {}' >> "$SP_HOME/answered" 2>/dev/null &
      LOAD=$!
      until [ "$(wc -l < "$SP_HOME/answered")" -ge 150 ]; do sleep 0.01; done
      { kill -9 $LISTENER; wait $LISTENER; wait $LOAD; } 2>/dev/null
      sp events export | jq -r '.body | fromjson.n' | sort > "$SP_HOME/kept"
      sort "$SP_HOME/answered" | comm -23 - "$SP_HOME/kept" | wc -l
      [ "$(wc -l < "$SP_HOME/answered")" -lt 600 ] && sort "$SP_HOME/kept" | uniq -d | wc -l
      """)
    #expect(outcome.output == "0\n0\n", "\(outcome.output)\(outcome.error)")
  }

  @Test(
    "What completes: webhooks, senders, events",
    arguments: [
      ("listen ''", "socialsync"), ("listen ''", "snackprompt"), ("listen w", "whatsapp"),
      ("listen --events sale.completed,re", "sale.completed,refund.requested"),
      ("trigger sale", "sale.completed"), ("trigger invoice.payment_f", "invoice.payment_failed"),
      ("webhooks verify --scheme st", "stripe"), ("webhooks secret ins", "instagram"),
      ("on sale", "sale.completed"),
    ]) func completes(line: String, expected: String) throws
  {
    let sp = try Sp()
    let words = try sp.shell("sp __complete \(line) | cut -f1").output.split(separator: "\n")
    #expect(words.contains(Substring(expected)), "\(words)")
  }

  @Test(
    "A port that cannot be is refused; of one that is taken it is said what to do",
    arguments: ["listen", "sandbox serve"]) func ports(command: String) throws
  {
    let sp = try Sp()
    let wrong = try sp.shell("sp \(command) --port 65536")
    #expect(wrong.status == 2 && wrong.output.contains("0 to 65535"), "\(wrong.output)")
    let taken = try sp.shell(
      """
      sp sandbox serve --port 0 > $SP_HOME/address & SERVER=$!
      until [ -s $SP_HOME/address ]; do sleep 0.02; kill -0 $SERVER || exit 1; done
      sp \(command) --port $(head -1 $SP_HOME/address | sed 's/.*://'); kill $SERVER
      """)
    #expect(taken.output.contains("--port 0 takes a free one"), "\(taken.output)")
  }

  /// A request that must not pass, and its status.
  struct Hostile: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var curl: String
    var status: Int
  }

  static let hostile: [Hostile] = [
    Hostile(testDescription: "no signature", curl: "-d x $URL", status: 401),
    Hostile(
      testDescription: "another signature",
      curl: "-H 'x-snackprompt-signature: \(String(repeating: "0", count: 64))' -d x $URL",
      status: 401),
    Hostile(
      testDescription: "two signatures",
      curl: "-H \"x-snackprompt-signature: $(sign x)\" -H \"x-snackprompt-signature: $(sign x)\" -d x $URL",
      status: 401),
    Hostile(testDescription: "GET", curl: "$URL", status: 405),
    Hostile(testDescription: "another path", curl: "-d x ${URL}s", status: 404),
    Hostile(testDescription: "another host", curl: "-H 'Host: evil.example' -d x $URL", status: 400),
    Hostile(
      testDescription: "a page of a stranger", curl: "-H 'Origin: https://evil.example' -d x $URL",
      status: 403),
    Hostile(
      testDescription: "a body without end",
      curl: "-H 'Expect:' -H 'Content-Length: 99999999' -d x $URL", status: 413),
  ]

  @Test("Hostile requests are refused and nothing is kept")
  func refuses() throws {
    let sp = try Sp()
    let lines = Self.hostile.map { "curl -s -m 5 -w '%{http_code}\\n' \($0.curl) | tail -1" }
    let outcome = try run(
      sp,
      "listen\n\(lines.joined(separator: "\n"))\nkill $LISTENER; wait $LISTENER; sp events list -o json")
    let answers = outcome.output.split(separator: "\n").map(String.init)
    for (row, answer) in zip(Self.hostile, answers) {
      #expect(answer.hasSuffix(String(row.status)), "\(row.testDescription): \(answer)")
    }
    #expect(answers.last == "[]")
  }

  @Test("Rules run commands; replay and resend deliver again; export keeps the bytes")
  func rules() throws {
    let sp = try Sp()
    let program = Peer { _, number in .json(number == 1 ? 500 : 204, "") }
    defer { program.end() }
    let outcome = try run(
      sp,
      """
      sp on 'sale.*' 'jq -r .body.n >> "$SP_HOME/sales"' 2>/dev/null
      listen
      for event in sale.completed prompt.viewed; do
        BODY="{\\"event\\":\\"$event\\",\\"n\\":7}"; post "$BODY" "$(sign "$BODY")"
      done
      sleep 0.5; kill $LISTENER; wait $LISTENER
      cat "$SP_HOME/sales"
      sp events replay 2 --to \(program.url)/hook 2>/dev/null; echo $?
      sleep 1; sp events resend 2>/dev/null; echo $?
      sp events export --events prompt.viewed | jq -r .body; sp events export --limit 1 | wc -l
      sp on 'sale.*' --remove; sp on
      """)
    #expect(
      outcome.output == "200\n200\n7\n8\n0\n{\"event\":\"prompt.viewed\",\"n\":7}\n1\n[]\n",
      "\(outcome.output)")
  }

  @Test("Meta asks whether it is welcome, then sends; each webhook names its events in its own way")
  func meta() throws {
    let sp = try Sp()
    let outcome = try sp.script(
      """
      : > "$SP_HOME/ready"
      sp listen instagram whatsapp widget stripe --port 0 --allow-unsigned --fields event > "$SP_HOME/heard" 2> "$SP_HOME/ready" &
      LISTENER=$!
      until grep -q Ready "$SP_HOME/ready"; do sleep 0.02; kill -0 $LISTENER || exit 1; done
      URL=$(grep -o 'http://127.0.0.1:[0-9]*' "$SP_HOME/ready" | head -1)
      TOKEN=$(sp webhooks secret instagram --verify-token)
      curl -s "$URL/instagram?hub.mode=subscribe&hub.verify_token=$TOKEN&hub.challenge=1158201444"; echo
      curl -s -o /dev/null -w '%{http_code}\n' "$URL/instagram?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1"
      sp sandbox seed socialsync 2>/dev/null
      sp trigger message.received --set channel=whatsapp > /dev/null 2>&1
      sp trigger comment.received > /dev/null 2>&1
      sp trigger widget.message > /dev/null 2>&1
      BODY='{"id":"evt_1","type":"invoice.payment_failed"}'
      NOW=$(date +%s)
      SIGNATURE=$(printf '%s.%s' "$NOW" "$BODY" | openssl dgst -sha256 -hmac "$(sp webhooks secret stripe)" -r | cut -d' ' -f1)
      curl -s -o /dev/null -H "Stripe-Signature: t=$NOW,v1=$SIGNATURE" -d "$BODY" "$URL/stripe"
      kill $LISTENER; wait $LISTENER
      sp events list --fields webhook,event,identity,verified -o csv | sed -E "s/,[0-9a-f]{64},/,-,/"
      sp events list --limit 1 --fields webhook -q | jq -c .
      """)
    #expect(
      outcome.output == """
        1158201444
        403
        webhook,event,identity,verified
        stripe,invoice.payment_failed,evt_1,true
        widget,message.created,-,false
        instagram,comments,-,true
        whatsapp,messages,-,true
        [{"webhook":"stripe"}]

        """, "\(outcome.output)")
  }

  @Test(
    "What happens at Stripe is signed as Stripe signs, and changes the sandbox",
    arguments: [
      ("checkout.session.completed", "complete"), ("invoice.payment_succeeded", "paid"),
      ("stripe.invoice.payment_failed", "open"), ("customer.subscription.updated", "active"),
      ("crealia.customer.subscription.deleted", "canceled"),
    ])
  func stripe(event: String, status: String) throws {
    let sp = try Sp()
    let outcome = try sp.script(
      """
      : > "$SP_HOME/ready"
      sp listen stripe --port 0 > "$SP_HOME/heard" 2> "$SP_HOME/ready" &
      LISTENER=$!
      until grep -q Ready "$SP_HOME/ready"; do sleep 0.02; kill -0 $LISTENER || exit 1; done
      sp trigger \(event) 2> /dev/null > "$SP_HOME/told" || exit 1
      sp trigger \(event) > /dev/null 2>&1 || exit 1
      kill $LISTENER; wait $LISTENER
      jq -r .data.object.status "$SP_HOME/told"
      sp events list -o jsonl | jq -c '[.event, .verified, .copies]'
      sp events list -o jsonl | jq -r .identity | sort -u | wc -l
      """)
    let name = event.split(separator: ".").drop { ["stripe", "crealia"].contains($0) }.joined(separator: ".")
    let line = "[\"\(name)\",true,0]\n"
    #expect(outcome.output == "\(status)\n\(line)\(line)2\n", "\(outcome.output)\(outcome.error)")
  }

  @Test("The sandbox tells who registered a webhook, with the secret that was given")
  func registered() throws {
    let sp = try Sp()
    let program = Peer(.json(200, "{}"))
    defer { program.end() }
    let outcome = try sp.script(
      """
      sp sandbox seed snackprompt 2>/dev/null
      printf hush | sp webhooks create --url \(program.url)/hook --events sale.completed --secret @- --yes > /dev/null
      sp trigger sale.completed 2>/dev/null | jq -r .event
      """)
    #expect(outcome.output == "sale.completed\n", "\(outcome.output)")
    let told = try #require(program.requests.first)
    let signature = Hex.encode(HMAC.sha256(key: Array("hush".utf8), Array(told.body.utf8)))
    #expect(told.header("x-snackprompt-signature") == signature)
  }

  @Test("Who did not take a webhook of the sandbox is told again, with the same signature")
  func toldAgain() throws {
    let sp = try Sp()
    let program = Peer { _, number in .json(number == 1 ? 500 : 200, "{}") }
    defer { program.end() }
    let outcome = try sp.script(
      """
      sp sandbox seed snackprompt 2>/dev/null
      printf hush | sp webhooks create --url \(program.url)/hook --events sale.completed --secret @- --yes > /dev/null
      sp trigger sale.completed 2>&1 > /dev/null | grep -o 'try again'
      sp sandbox serve > "$SP_HOME/address" 2> /dev/null & SERVER=$!
      sleep 3; kill $SERVER; wait $SERVER
      """)
    #expect(outcome.output == "try again\n", "\(outcome.output)")
    #expect(program.requests.count == 2)
    #expect(Set(program.requests.map { $0.body + ($0.header("x-snackprompt-signature") ?? "") }).count == 1)
  }

  /// A signature of `{"a":"é"}` that is wrong in one way, and the cause that is found.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var scheme: String
    var signature: String
    var cause: String
    var body = #"{"a": "é"}"#
  }

  private static let key = "k3y-of-the-sender"
  private static func hex(_ body: String, _ key: String = key) -> String {
    Hex.encode(HMAC.sha256(key: Array(key.utf8), Array(body.utf8)))
  }

  static let wrong: [Wrong] = [
    Wrong(testDescription: "right", scheme: "snackprompt", signature: hex(#"{"a": "é"}"#), cause: "none"),
    Wrong(
      testDescription: "prefixed", scheme: "snackprompt", signature: "sha256=" + hex(#"{"a": "é"}"#),
      cause: "prefix"),
    Wrong(
      testDescription: "written anew", scheme: "snackprompt", signature: hex(#"{"a":"é"}"#), cause: "body"),
    Wrong(
      testDescription: "escaped", scheme: "snackprompt", signature: hex(#"{"a":"\u00e9"}"#), cause: "body"),
    Wrong(
      testDescription: "a line end", scheme: "snackprompt", signature: hex("{\"a\": \"é\"}\n"), cause: "body"),
    Wrong(
      testDescription: "base64", scheme: "snackprompt",
      signature: Base64.encode(HMAC.sha256(key: Array(key.utf8), Array(#"{"a": "é"}"#.utf8))),
      cause: "encoding"),
    Wrong(
      testDescription: "another reading of the secret", scheme: "snackprompt",
      signature: hex(#"{"a": "é"}"#, "k3y-of-the-sender\n"), cause: "secret"),
    Wrong(
      testDescription: "another secret", scheme: "snackprompt", signature: hex(#"{"a": "é"}"#, "other"),
      cause: "secret"),
    Wrong(
      testDescription: "SHA-1", scheme: "snackprompt", signature: "sha1=" + String(repeating: "a", count: 40),
      cause: "algorithm"),
  ]

  @Test(arguments: wrong) func doctor(_ row: Wrong) throws {
    let sp = try Sp()
    let outcome = try sp(
      "webhooks", "verify", "--scheme", row.scheme, "--signature", row.signature, input: row.body,
      environment: ["SP_WEBHOOK_SECRET": Self.key])
    if row.cause == "none" {
      #expect(outcome.status == 0 && outcome.output.contains(#""valid":true"#))
    } else {
      #expect(outcome.status == 6)
      #expect(try JSON.parse(outcome.error).value(at: "error.code") == .string("signature_\(row.cause)"))
      #expect(!outcome.error.contains(Self.key + "\""))
    }
  }
}
