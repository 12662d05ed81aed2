import HTTP
import Testing
import Values

@testable import Sandbox

/// A language model is asked as its interface wants, and whatever goes wrong becomes a failure to write.
@Suite struct ModelEngineTests {
  /// A wire that answers one request.
  private final class Model: Transport {
    private let status: Int
    private let body: String
    private(set) var request: Request?

    init(_ status: Int, _ body: String) { (self.status, self.body) = (status, body) }

    func send(_ request: Request) throws(TransportError) -> Response {
      self.request = request
      guard status > 0 else { throw TransportError(.connect, "nobody answers", sent: .no) }
      return Response(status: Status(status), body: Array(body.utf8))
    }
  }

  private static let post = TextOrder(
    "Mon sujet", in: .french,
    as: .post(
      .init(.list, voice: .init(tone: "Sec", expressions: ["Bref"], vocabulary: ["déclic"]), call: false)),
    longest: 300)

  private func engine(_ url: String, over model: Model, as interface: ModelEngine.Interface? = nil) throws
    -> ModelEngine
  {
    ModelEngine(
      at: try #require(Address(url)), interface: interface, model: "small", secret: "s3cret",
      timeout: .seconds(60), over: model)
  }

  @Test func asksAsOpenAIDoes() throws {
    let model = Model(
      200,
      #"{"model": "small-1", "choices": [{"message": {"content": " Un texte. "}}], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}"#
    )
    let written = try engine("http://127.0.0.1:1/v1/chat/completions", over: model).write(Self.post)
    #expect(written.text == "Un texte.")
    #expect(written.engine == "small-1" && written.input == 7 && written.output == 3)
    let request = try #require(model.request)
    #expect(request.address.path == "/v1/chat/completions")
    #expect(request.headers["Authorization"] == "Bearer s3cret")
    let body = try JSON.parse(request.body ?? [])
    #expect(body["model"] == "small")
    #expect(body.value(at: "messages.role") == ["system", "user"])
    #expect(body.value(at: "messages.1.content") == "Mon sujet")
    let system = body.value(at: "messages.0.content")?.string ?? ""
    for part in ["French", "300", "numbered list", "Sec", "Bref", "déclic", "without a call"] {
      #expect(system.contains(part), "\(part)")
    }
  }

  @Test func asksAsAnthropicDoes() throws {
    let model = Model(
      200,
      #"{"model": "m", "content": [{"type": "text", "text": "Oui."}], "usage": {"input_tokens": 5, "output_tokens": 1}}"#
    )
    let talk = TextOrder(
      "Et après ?",
      as: .reply(
        before: [.init(isOfPerson: true, "Bonjour"), .init(isOfPerson: false, "Bonjour !")],
        knowing: [.init(["x"], french: "Le studio ouvre à 9 h.", english: "")]))
    let written = try engine("http://127.0.0.1:1/v1/messages", over: model).write(talk)
    #expect(written.text == "Oui." && written.input == 5)
    let request = try #require(model.request)
    #expect(request.headers["x-api-key"] == "s3cret")
    #expect(request.headers["anthropic-version"] != nil)
    let body = try JSON.parse(request.body ?? [])
    #expect(body.value(at: "messages.role") == ["user", "assistant", "user"])
    #expect(body["system"]?.string?.contains("Le studio ouvre à 9 h.") ?? false)
    #expect((body["max_tokens"]?.int ?? 0) > 0)
  }

  @Test(
    arguments: [
      ("http://h/v1", nil, "/v1/chat/completions"), ("http://h/v1", .anthropic, "/v1/messages"),
      ("http://h/v1/messages", nil, "/v1/messages"),
      ("http://h/x/chat/completions", .anthropic, "/x/chat/completions"),
    ] as [(String, ModelEngine.Interface?, String)])
  func findsThePath(_ url: String, _ interface: ModelEngine.Interface?, _ path: String) throws {
    let model = Model(500, "{}")
    _ = try? engine(url, over: model, as: interface).write(Self.post)
    #expect(model.request?.address.path == path)
  }

  @Test func isCutWhereTheModelSaysTooMuch() throws {
    let long = String(repeating: "mot ", count: 400)
    let model = Model(200, #"{"choices": [{"message": {"content": "\#(long)"}}]}"#)
    let written = try engine("http://h/v1", over: model).write(Self.post)
    #expect(written.text.utf16.count <= 300)
    #expect(written.engine == "small" && written.output > 0)
  }

  static let troubles: [(status: Int, body: String, says: String)] = [
    (0, "", "cannot be reached: nobody answers"),
    (401, #"{"error": {"message": "bad key s3cret"}}"#, "401 Unauthorized: bad key ****"),
    (500, "<html>", "500 Internal Server Error: no reason"),
    (200, "not json", "without a text"), (200, #"{"choices": []}"#, "without a text"),
    (200, #"{"choices": [{"message": {"content": "  "}}]}"#, "without a text"),
  ]

  @Test(arguments: troubles) func failsWithAReason(_ row: (status: Int, body: String, says: String)) throws {
    let engine = try engine("http://h/v1", over: Model(row.status, row.body))
    do throws(TextFailure) {
      _ = try engine.write(Self.post)
      Issue.record("it wrote")
    } catch {
      #expect(error.description.contains(row.says), "\(error.description)")
      #expect(!error.description.contains("s3cret"))
    }
  }
}
