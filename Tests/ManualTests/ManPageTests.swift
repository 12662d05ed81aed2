import Catalog
import Manual
import Testing
import Values

/// Manual pages as whole texts, and the traps of roff.
@Suite struct ManPageTests {
  static let date = Timestamp(year: 2025, month: 5, day: 11)

  @Test func pageOfADomain() {
    let commands = [Toyland.commands[1], Toyland.commands[2]]
    let page = ManPage.page(
      "toys", summary: Toyland.plugin.summary, commands: commands, service: Toyland.service, date: Self.date)
    #expect(page.hasPrefix(Self.description))
    #expect(page.hasSuffix(Self.examples))
  }

  static let description = #"""
    .Dd May 11, 2025
    .Dt SP-TOYS 1
    .Os
    .Sh NAME
    .Nm sp-toys
    .Nd "toys for rent: list, add, return"
    .Sh SYNOPSIS
    .Nm sp
    .Cm toys
    .Cm get
    .Ar toyId ...
    .Op Ar options
    .Nm sp
    .Cm toys
    .Cm add
    .Fl \-name Ar TEXT
    .Op Ar options
    .Sh DESCRIPTION
    These commands call Toyland at https://toys.example/v1.
    Options that every command understands are explained in
    .Xr sp 1 .
    .Ss "sp toys get"
    Show a toy.
    .Bl -tag -width Ds
    .It Ar toyId
    Id of the toy (required; may be given several times).
    .El
    .Pp
    Calls
    .Ql "GET /toys/{toyId}"
    .Ss "sp toys add"
    Add a toy.
    .Bl -tag -width Ds
    .It Fl \-name Ar TEXT
    Name; @file reads it (required).
    .It Fl \-price Ar N
    Price a day (in EUR; 0 to 100).
    .It Fl \-size Ar WORD
    Size (small, large; default small).
    .It Fl \-tags Ar LIST
    Tags (separated by commas, or given several times; @FILE reads one a line).
    .It Fl \-[no\-]is\-new
    Whether nobody played with it.
    .It Fl \-input Ar FILE
    The whole body as JSON, which options then change.
    .El
    .Pp
    Calls
    .Ql "POST /toys"
    .Sh EXIT STATUS
    """#

  static let examples = #"""
    .It 130
    Interrupted.
    .El
    .Sh EXAMPLES
    One toy:
    .Bd -literal -offset indent -compact
    sp toys get t\-1
    .Ed
    .Pp
    A new ball:
    .Bd -literal -offset indent -compact
    sp toys add \-\-name 'Red ball' \-\-price 2.50 \-\-tags wood,old \-\-is\-new
    .Ed
    .Sh SEE ALSO
    .Xr sp 1

    """#

  @Test func overview() {
    let page = ManPage.overview(
      Toyland.catalog, builtins: Toyland.builtins,
      environment: [.entry("SP_HOME", "The directory of all files. Empty counts as unset.")],
      files: [.entry("~/.config/sp/config.ini", "The settings.")],
      others: [.init("sp-toys"), .init("sp-repl", 7)], date: Self.date)
    for part in [
      ".Nm sp\n.Nd \"run the business of a creator on five services\"\n.Sh SYNOPSIS\n.Nm\n.Ar command\n",
      ".Ss Toyland\n.Bl -tag -width Ds\n.It Cm toys\nToys for rent: list, add, return.\n.El\n",
      ".It Cm config list\nShow the settings.\n", ".It Fl o , Fl \\-output Ar FORM\n",
      ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n.It Ev SP_HOME\nThe directory of all files.\nEmpty counts as unset.\n",
      ".It Pa ~/.config/sp/config.ini\nThe settings.\n", ".Sh SEE ALSO\n.Xr sp-toys 1 ,\n.Xr sp-repl 7\n",
    ] {
      #expect(page.contains(part))
    }
  }

  @Test func nothingIsTakenForAMacro() {
    let command = Command(
      "x", "Say it",
      detail:
        ".Dd begins no line. 'Nor does a quote. A back\\slash and a very long sentence which goes on until "
        + "it has to be broken somewhere.",
      arguments: [.argument("Op", "Called like a macro"), .argument("A \"B\"", "With quotes")],
      examples: [.example("Dots", ".hidden 'x' \\n")])
    let lines = ManPage.page("x", summary: "Say it", commands: [command], date: Self.date).split(
      separator: "\n")
    for line in [
      #"\&.Dd begins no line."#, #"\&'Nor does a quote."#, #".It Ar \&Op"#, ##".It Ar "A ""B""""##,
      #"\&.hidden 'x' \en"#,
      #"A back\eslash and a very long sentence which goes on until it has to be broken"#,
    ] {
      #expect(lines.contains { $0 == line })
    }
    #expect(lines.allSatisfy { $0.count <= 80 })
  }
}
