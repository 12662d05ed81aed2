import Sandbox
import Values

/// `POST /tickets`.
enum LocalTickets {
  @Sendable static func create(_ call: Call) throws(Refusal) -> Answer {
    let records = try call.records()
    var ticket = try records.draft(from: call.body)
    ticket["status"] = "open"
    if ticket["priority"]?.string == nil { ticket["priority"] = "normal" }
    try records.put(ticket)
    return .record(ticket)
  }
}
