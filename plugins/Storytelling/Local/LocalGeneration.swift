import Sandbox
import Values

/// `POST /generate`.
enum LocalGeneration {
  @Sendable static func generate(_ call: Call) throws(Refusal) -> Answer {
    let voice = try LocalVoices.chosen(by: call.body["voiceId"]?.string, in: call.store)
    let platform = call.body["platform"]?.string
    let structure = call.body["structure"]?.string ?? TextOrder.Shape.story.rawValue
    let options = call.body["options"] ?? .null
    var style = voice.map(LocalVoices.style)
    if let tone = options["tone"]?.string {
      style = style ?? TextOrder.Voice()
      style?.tone = tone
    }
    let post = TextOrder.Post(
      TextOrder.Shape(rawValue: structure) ?? .story, for: LocalChoices.place(platform), voice: style,
      hook: options["includeHook"]?.bool ?? true, call: options["includeCTA"]?.bool ?? true)
    let order = TextOrder(
      call.body["prompt"]?.string ?? "",
      in: options["language"]?.string.flatMap { .init(rawValue: $0) } ?? .french,
      as: .post(post), longest: options["maxLength"]?.int ?? 1500)
    let written = try write(order, with: call.engines.text)
    return .value([
      "success": true,
      "content": .string(written.text),
      "metadata": [
        "structure": .string(structure),
        "platform": platform.map(JSON.string) ?? nil,
        "voiceId": voice?["id"] ?? nil,
        "tokensUsed": ["input": .number(.init(written.input)), "output": .number(.init(written.output))],
        "generatedAt": .string(call.store.now.exact),
        "engine": .string(written.engine),
      ],
    ])
  }

  private static func write(_ order: TextOrder, with engine: any TextEngine) throws(Refusal) -> WrittenText {
    do throws(TextFailure) { return try engine.write(order) } catch {
      throw Refusal(
        500, error.description, code: "GENERATION_FAILED",
        details: JSON.Object(unique: [.init(key: "reason", value: .string(error.description))]))
    }
  }
}
