import Testing

/// Signatures made by another hand, as each service's document has them made, over the raw bytes of bodies.
@Suite struct SchemeTests {
  /// A webhook, its header field, and what the document says to put there; `$DIGEST` is the HMAC of the body.
  struct Row: Sendable, CustomTestStringConvertible {
    var webhook: String
    var field: String
    var value: String
    /// What is signed before the body.
    var lead = ""
    var testDescription: String { webhook }
  }

  static let rows = [
    Row(webhook: "snackprompt", field: "x-snackprompt-signature", value: "$DIGEST"),
    Row(webhook: "shellia", field: "X-Webhook-Signature", value: "sha256=$DIGEST"),
    Row(webhook: "instagram", field: "X-Hub-Signature-256", value: "sha256=$DIGEST"),
    Row(webhook: "whatsapp", field: "X-Hub-Signature-256", value: "sha256=$DIGEST"),
    Row(webhook: "stripe", field: "Stripe-Signature", value: "t=$NOW,v1=$DIGEST", lead: "$NOW."),
  ]

  /// Bodies that a decoder and an encoder would not give back as they were.
  private static let bodies = #"""
    printf '{"event":"e","data":{"title":"Été","price":4.990}}' > $SP_HOME/1
    printf '{"event":"e","title":"\\u00c9t\\u00e9 \\ud83d\\ude00","path":"a\\/b"}' > $SP_HOME/2
    printf '{\r\n  "event" : "e",\r\n  "n": 1e2, "n": 12345678901234567890\r\n}\r\n' > $SP_HOME/3
    printf '\xef\xbb\xbf{"event":"e"}' > $SP_HOME/4
    printf 'not JSON \x00\xff\xfe' > $SP_HOME/5
    printf '' > $SP_HOME/6
    { printf '{"event":"e","x":"'; head -c 1000000 /dev/zero | tr '\0' x; printf '"}'; } > $SP_HOME/7

    """#

  @Test(arguments: rows) func isAccepted(_ row: Row) throws {
    let sp = try Sp()
    let outcome = try sp.script(
      """
      : > "$SP_HOME/ready"
      sp listen \(row.webhook) --port 0 > "$SP_HOME/heard" 2> "$SP_HOME/ready" & LISTENER=$!
      until grep -q Ready "$SP_HOME/ready"; do sleep 0.02; kill -0 $LISTENER || exit 1; done
      URL=$(grep -o 'http://127.0.0.1:[0-9]*' "$SP_HOME/ready" | head -1)/\(row.webhook)
      SECRET=$(sp listen \(row.webhook) --print-secret)
      \(Self.bodies)
      NOW=$(date +%s)
      post() { curl -s -o /dev/null -w '%{http_code} ' -H "\(row.field): $1" --data-binary @$2 "$URL"; }
      digest() { { printf '%s' "\(row.lead)"; cat $1; } | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1; }
      for body in 1 2 3 4 5 6 7; do
        DIGEST=$(digest $SP_HOME/$body); post "\(row.value)" $SP_HOME/$body
      done
      echo
      DIGEST=$(digest $SP_HOME/1)
      for body in 2 3 4 5 6 7; do post "\(row.value)" $SP_HOME/$body; done
      for digit in 1 2 31 63 64; do
        RIGHT=$DIGEST; OLD=$(printf %s $RIGHT | cut -c$digit); NEW=$(printf %s $OLD | tr 0-9a-f 1-9a-f0)
        DIGEST=$(printf %s $RIGHT | sed "s/./$NEW/$digit"); post "\(row.value)" $SP_HOME/1; DIGEST=$RIGHT
      done
      SECRET=${SECRET}x; DIGEST=$(digest $SP_HOME/1); post "\(row.value)" $SP_HOME/1
      echo
      kill $LISTENER; wait $LISTENER
      sp events list -o jsonl | jq -r .verified | sort | uniq -c | tr -s ' '
      """)
    let (accepted, refused) = (String(repeating: "200 ", count: 7), String(repeating: "401 ", count: 12))
    #expect(
      outcome.output.hasPrefix("\(accepted)\n\(refused)\n 7 true\n"), "\(outcome.output)\(outcome.error)")
  }
}
