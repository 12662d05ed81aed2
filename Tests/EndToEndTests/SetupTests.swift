import Platform
import Testing
import Values

/// `sp setup` puts everything in place from the program alone, and takes exactly that away again.
@Suite struct SetupTests {
  @Test func whatIsInstalledIsRemovedAgain() throws {
    let sp = try Sp()
    let prefix = "\(sp.home.path)/usr"
    try Files.makeDirectories("\(prefix)/share/man/man1")
    try Files.writePrivate([1], to: "\(prefix)/share/man/man1/other.1")
    let before = try tree(prefix)

    let dry = try sp("setup", "--prefix", prefix, "--dry-run", "-q")
    #expect(dry.status == 0 && dry.error.isEmpty)
    #expect(try tree(prefix) == before)

    let installed = try sp("setup", "--prefix", prefix, "-q")
    #expect(installed.status == 0 && installed.output == dry.output, "\(installed.error)")
    for file in [
      "bin/sp", "share/bash-completion/completions/sp", "share/zsh/site-functions/_sp",
      "share/fish/vendor_completions.d/sp.fish", "share/man/man1/sp.1", "share/man/man1/sp-prompts.1",
      "share/man/man5/sp-config.5", "share/man/man7/sp-plugins.7",
    ] {
      #expect(Files.exists("\(prefix)/\(file)"), "\(file)")
    }
    for (committed, there) in [
      ("completions/_sp", "share/zsh/site-functions/_sp"), ("man/sp.1", "share/man/man1/sp.1"),
    ] {
      let text = try Files.readAll("\(Sp.package)/\(committed)", limit: 1 << 20)
      #expect(try Files.readAll("\(prefix)/\(there)", limit: 1 << 20) == text)
    }
    #expect(try sp.program(["\(prefix)/bin/sp", "--version"]).output.hasPrefix("sp "))
    #expect(Files.status("\(prefix)/bin/sp")?.permissions == 0o755)
    #expect(Files.status("\(prefix)/share/zsh")?.permissions == 0o755)

    let again = try sp.program(["\(prefix)/bin/sp", "setup", "--prefix", prefix, "-q"])
    #expect(again.status == 0 && !again.output.contains("create") && !again.output.contains("replace"))

    let removed = try sp("setup", "--prefix", prefix, "--remove", "-q")
    #expect(removed.status == 0, "\(removed.error)")
    #expect(try tree(prefix) == before)
    try Refused("setup --remove --prefix \(prefix)", 3, "nothing below", "--prefix").check(sp)
  }

  /// A file that is no longer among those to install goes with the next installation.
  @Test func anOlderInstallationIsTidiedUp() throws {
    let sp = try Sp()
    let prefix = "\(sp.home.path)/usr"
    #expect(try sp("setup", "--prefix", prefix, "-q").status == 0)
    let list = "\(prefix)/share/sp/installed.json"
    let page = "share/man/man1/sp-gone.1"
    let text = String(decoding: try Files.readAll(list, limit: 1 << 20), as: UTF8.self)
    try Files.writePrivate(
      Array(text.replacing(#""files":["#, with: #""files":["\#(page)","#).utf8), to: list)
    try Files.writePrivate([], to: "\(prefix)/\(page)")
    let outcome = try sp(
      "setup", "--prefix", prefix, "-q", "--where", "change = 'remove'", "--fields", "path")
    #expect(outcome.output.contains(page) || outcome.status == 2)
    #expect(!Files.exists("\(prefix)/\(page)"))
  }

  @Test func aListThatLeadsElsewhereIsRefused() throws {
    let sp = try Sp()
    let prefix = "\(sp.home.path)/usr"
    try Files.makeDirectories("\(prefix)/share/sp")
    try Files.writePrivate(
      Array(#"{"files":["../victim"],"directories":[]}"#.utf8), to: "\(prefix)/share/sp/installed.json")
    try Files.writePrivate([], to: "\(sp.home.path)/victim")
    try Refused("setup --remove --prefix \(prefix)", 1, "outside", "sp setup").check(sp)
    #expect(Files.exists("\(sp.home.path)/victim"))
  }

  @Test(arguments: [
    ("/home/me/.local/bin:/usr/bin", false), ("/usr/bin:/bin", true),
  ])
  func saysWhatAShellMustBeTold(path: String, isTold: Bool) throws {
    let sp = try Sp()
    let outcome = try sp(
      "setup", "--dry-run", "--prefix=~/.local", environment: ["HOME": "/home/me", "PATH": path])
    #expect(outcome.status == 0)
    #expect(outcome.error.contains("~/.profile: export PATH=\"/home/me/.local/bin:$PATH\"") == isTold)
    #expect(outcome.error.contains("fpath=('/home/me/.local/share/zsh/site-functions' $fpath)"))
    #expect(!outcome.error.contains("fish"))
  }

  private func tree(_ path: String) throws -> [String] {
    try Files.list(path).flatMap { name -> [String] in
      let inner = "\(path)/\(name)"
      return Files.isDirectory(inner) ? [inner] + (try tree(inner)) : [inner]
    }
  }
}
