import Sandbox
import Values

/// The rules of questions and refunds.
enum LocalSupport {
  /// Answers a question; refuses 409 when it has an answer.
  @Sendable static func answer(_ call: Call) throws(Refusal) -> Answer {
    let questions = try call.records()
    var question = try questions.get(call.id)
    guard question["status"] == "pending" else {
      throw .conflict("The question \(call.id) is answered already")
    }
    let moment = JSON.string(call.store.now.rfc3339)
    question["status"] = "answered"
    question["response"] = call.body["response"]
    question["responded_at"] = moment
    try questions.put(questions.touched(question))
    return .record(question.picking(["id", "status", "response", "responded_at"]))
  }

  /// Gives the money back: the sale did not happen.
  @Sendable static func approve(_ call: Call) throws(Refusal) -> Answer {
    var refund = try pending(call)
    let amount = refund["purchase_amount"] ?? 0
    refund["status"] = "approved"
    refund["approved_at"] = .string(call.store.now.rfc3339)
    refund["refund_amount"] = amount
    refund["estimated_processing_time"] = "1-3 business days"
    try call.records().put(try call.records().touched(refund))
    try undo(refund, in: call.store)
    return .record(
      refund.picking(["id", "status", "approved_at", "refund_amount", "estimated_processing_time"]))
  }

  private static func undo(_ refund: JSON.Object, in store: Store) throws(Refusal) {
    guard let id = refund["prompt_id"]?.string,
      let bought = refund["purchase_date"]?.string.flatMap({ Timestamp(rfc3339: $0) })
    else { return }
    let cents = Int(((refund["purchase_amount"]?.double ?? 0) * 100).rounded())
    try LocalTraffic.add(.init(sales: -1, cents: -cents), to: id, at: bought, in: store)
    let prompts = try store.records("prompts")
    guard var prompt = try prompts.find(id) else { return }
    prompt["sales"] = .number(.init(max(0, (prompt["sales"]?.int ?? 0) - 1)))
    try prompts.put(prompt)
  }

  /// Refuses a refund with a reason.
  @Sendable static func deny(_ call: Call) throws(Refusal) -> Answer {
    var refund = try pending(call)
    refund["status"] = "denied"
    refund["denied_at"] = .string(call.store.now.rfc3339)
    refund["denial_reason"] = call.body["reason"]
    try call.records().put(try call.records().touched(refund))
    return .record(refund.picking(["id", "status", "denied_at", "denial_reason"]))
  }

  /// The refund that waits for a decision; refuses 409 when there was one.
  private static func pending(_ call: Call) throws(Refusal) -> JSON.Object {
    let refund = try call.records().get(call.id)
    guard let status = refund["status"]?.string, status == "pending" else {
      throw .conflict("The refund \(call.id) is \(refund["status"]?.string ?? "decided") already")
    }
    return refund
  }
}
