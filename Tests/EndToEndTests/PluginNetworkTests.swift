import Platform
import Testing

/// Plugins that declare that they open no connections are held to it, or it is said that they are not.
@Suite struct PluginNetworkTests {
  /// Whether anyone may start a program without a network here.
  static let isHeld = Seclusion.problem == nil

  private static let grants = #""grants":{"network":"none","services":{"snackprompt":"read"}},"#
  /// Starts a server; a plugin may knock at its port.
  private static let server = """
    sp sandbox serve --port 0 > $SP_HOME/address & SERVER=$!; trap 'kill $SERVER' EXIT
    until [ -s $SP_HOME/address ]; do sleep 0.02; kill -0 $SERVER || exit 1; done
    export PORT=$(head -1 $SP_HOME/address | sed 's/.*://')

    """
  /// It reaches no socket of this machine, and still files, its channel, and who it is.
  @Test(
    .enabled(if: isHeld, "this system lets nobody start a program without a network"),
    arguments: [
      ("bash -c 'exec 9<>/dev/tcp/127.0.0.1/'$PORT 2>/dev/null && echo open || echo closed", "closed\n"),
      (
        #"echo '{"method":"http","params":{"service":"snackprompt","path":"/prompts"}}' >&3; head -1 <&4 | grep -o '"status":200'"#,
        "\"status\":200\n"
      ),
      ("[ $(id -u) = $(stat -c %u $0) ] && echo mine", "mine\n"),
      ("cat $SP_PLUGIN_DIR/plugin.json | head -c 10; echo", "{\"protocol\n"),
      ("ls /sys/class/net /proc/self/fd > /dev/null && trap '' TERM; kill -0 $$ && echo alive", "alive\n"),
      ("exit 9", ""),
    ])
  func declared(script: String, answer: String) throws {
    let sp = try Sp()
    try sp.plugin("shut", answer: "text", grants: Self.grants, script: script)
    let outcome = try sp.shell(Self.server + "sp shut go")
    #expect(outcome.output == answer, "\(outcome.error)")
    if script == "exit 9" { #expect(outcome.status == 9) }
  }

  /// What declares nothing reaches it: the same knock is answered.
  @Test func undeclared() throws {
    let sp = try Sp()
    try sp.plugin(
      "wide", answer: "text",
      script: "bash -c 'exec 9<>/dev/tcp/127.0.0.1/'$PORT 2>/dev/null && echo open || echo closed")
    let outcome = try sp.shell(Self.server + "sp wide go")
    #expect(outcome.output == "open\n", "\(outcome.error)")
  }

  /// Where it is held to it, the person is told so; a hanging one ends, one that cannot be started says why.
  @Test(
    .enabled(if: isHeld, "this system lets nobody start a program without a network"),
    arguments: [
      (
        "sp plugin add $SP_HOME/calm --yes 2>&1 | grep -c 'may run run, which can do what you can, without a network'",
        "1\n"
      ),
      (
        "sp plugin add $SP_HOME/calm --yes -q --fields grants -o csv",
        "grants\n\"snackprompt:read, no network\"\n"
      ),
      (
        "sp plugin add $SP_HOME/calm --yes -q >/dev/null; sp plugin verify calm --fields state,problem -o csv",
        "state,problem\nenabled,\n"
      ),
      (
        "sp plugin add $SP_HOME/calm --yes -q >/dev/null; sp calm go 2>&1 | jq -r .error.code",
        "plugin_timeout\n"
      ),
      (
        "sed -i 's:/bin/sh:/no/such/shell:' $SP_HOME/calm/run; sp plugin add $SP_HOME/calm --yes -q >/dev/null; sp calm go 2>&1 | jq -r .error.code",
        "plugin_start\n"
      ),
    ])
  func told(line: String, expected: String) throws {
    let sp = try Sp()
    let manifest = Sp.manifest("calm", "text", grants: Self.grants, timeout: "1s")
    _ = try sp.folder("calm", manifest: manifest, script: "sleep 60")
    let outcome = try sp.shell(line)
    #expect(outcome.output.hasSuffix(expected), "\(outcome.output)\(outcome.error)")
  }

  /// Where the system forbids it, that is said, and what was allowed to run without a network only does not run.
  @Test(
    .enabled(if: isHeld, "this system lets nobody make the namespace in which it is forbidden"),
    arguments: [
      ("sp plugin add $SP_HOME/calm --yes 2>&1", 0, "cannot hold it to that"),
      ("sp plugin add $SP_HOME/calm --yes -q >/dev/null; sp calm go", 0, "hi\n"),
      ("sp plugin add $SP_HOME/calm --yes -q >/dev/null; sp plugin verify calm", 0, "cannot hold it to that"),
      (
        "sp plugin add $SP_HOME/calm --yes -q >/dev/null; sp plugin show calm --fields grants", 0,
        "not held to it"
      ),
      ("sp held go 2>&1", 4, "sp plugin enable held"),
      ("sp plugin verify held", 1, "was allowed to run without a network only"),
      ("sp plugin enable held --yes -q > /dev/null; sp held go", 0, "hi\n"),
    ])
  func forbidden(line: String, status: Int32, expected: String) throws {
    let sp = try Sp()
    try sp.plugin("held", answer: "text", grants: Self.grants, script: "echo hi")
    _ = try sp.folder("calm", manifest: Sp.manifest("calm", "text", grants: Self.grants), script: "echo hi")
    let outcome = try sp.shell(
      "unshare -Ur sh -c 'echo 0 > /proc/sys/user/max_user_namespaces; exec sh -c \"$0\"' '\(line)'")
    #expect(outcome.status == status)
    #expect(outcome.output.contains(expected), "\(outcome.output)\(outcome.error)")
  }
}
