import Platform
import Testing
import Values

/// Reports, charts and downloads as a user meets them.
@Suite struct ReportTests {
  @Test func aReportIsWaitedForAndSaved() throws {
    let sp = try Sp()
    #expect(try sp("sandbox", "seed").status == 0)
    let folder = sp.home.path
    let made = try sp("reports", "create", "--type", "sales", "--wait", "--save", "\(folder)/")
    #expect(made.status == 0, "\(made.error)")
    #expect(try JSON.parse(made.output)["status"] == "completed")
    let file = try Files.readAll("\(folder)/report-2.pdf", limit: 1 << 20)
    #expect(file.starts(with: Array("%PDF-1.4\n".utf8)) && file.suffix(6).elementsEqual("%%EOF\n".utf8))
    let again = try sp("reports", "download", "report-2", "--save", "\(folder)/")
    #expect(again.status == 2 && again.error.contains("--yes"))
    #expect(try sp("reports", "download", "report-1", "report-2", "--save", folder, "--yes").status == 0)
    #expect(try sp("reports", "download", "report-1", "--save", "-").output.hasPrefix("%PDF-1.4"))
    #expect(try sp("sandbox", "clock", "advance", "8d").status == 0)
    let expired = try sp("reports", "download", "report-1", "--save", folder, "--yes")
    #expect(expired.status == 3 && expired.error.contains("expired"))
  }

  @Test func timeMayRunOut() throws {
    let sp = try Sp()
    let ended = try sp("reports", "create", "--type", "sales", "--wait", "--within", "100ms")
    #expect(ended.status == 10)
    #expect(ended.error.contains("sp reports get report-1"))
  }

  /// Over a socket, with memory that does not grow with the file.
  @Test func downloadsOverHTTP() throws {
    let sp = try Sp()
    let outcome = try sp.shell(
      """
      sp sandbox seed -q
      coproc sp sandbox serve
      read -r url <&"${COPROC[0]}"
      sp config profile add there --set snackprompt.url="$url/snackprompt/api/v1"
      echo sandbox | sp auth login snackprompt --token-stdin --profile there
      sp reports download report-1 --profile there --save "$SP_HOME/got.pdf" --fields bytes
      cmp <(sp reports download report-1 --save -) "$SP_HOME/got.pdf" && echo same
      kill "$COPROC_PID"
      """)
    #expect(outcome.output.contains("same"), "\(outcome.output)")
  }
}
