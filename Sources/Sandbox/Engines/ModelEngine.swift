import HTTP
import Values

/// Has a language model write, over the HTTP interface of OpenAI or of Anthropic.
public struct ModelEngine: TextEngine {
  /// How a model is asked.
  public enum Interface: String, Sendable, CaseIterable {
    /// `POST …/chat/completions`.
    case openai
    /// `POST …/messages`.
    case anthropic

    /// The last part of its path.
    var path: String { self == .openai ? "/chat/completions" : "/messages" }
  }

  private let address: Address
  private let interface: Interface
  private let model: String
  private let secret: String?
  private let timeout: TimeSpan
  private let transport: any Transport

  /// Asks at an address: that of the interface itself, which then tells it apart, or one that it stands below.
  public init(
    at address: Address, interface: Interface?, model: String, secret: String?, timeout: TimeSpan,
    over transport: any Transport
  ) {
    let told = Interface.allCases.first { address.path.hasSuffix($0.path) }
    let chosen = interface ?? told ?? .openai
    self.interface = chosen
    self.address = told == nil ? address.appending(path: chosen.path) ?? address : address
    self.model = model
    self.secret = secret
    self.timeout = timeout
    self.transport = transport
  }

  /// Has the model write what was ordered; throws where it cannot be asked or says nothing.
  public func write(_ order: TextOrder) throws(TextFailure) -> WrittenText {
    let request = Request(
      .post, address, headers: headers, body: Array(body(ModelPrompt(order)).text().utf8), timeout: timeout)
    let response: Response
    do throws(TransportError) { response = try transport.send(request) } catch {
      throw TextFailure("The model at \(address.origin) cannot be reached: \(error.message)")
    }
    let answer = (try? JSON.parse(response.body)) ?? .null
    guard response.status.isSuccess else {
      let reason = answer.value(at: "error.message")?.string ?? "no reason"
      throw TextFailure("The model at \(address.origin) answered \(response.status): \(redacted(reason))")
    }
    guard let text = text(of: answer)?.trimmingSpaces(), !text.isEmpty else {
      throw TextFailure("The model at \(address.origin) answered without a text")
    }
    let fitting = order.longest.map { text.cut(to: $0) } ?? text
    let input = answer.value(at: interface == .openai ? "usage.prompt_tokens" : "usage.input_tokens")?.int
    let output = answer.value(at: interface == .openai ? "usage.completion_tokens" : "usage.output_tokens")?
      .int
    return WrittenText(
      fitting, engine: answer["model"]?.string ?? model, input: input ?? WrittenText.tokens(in: order.source),
      output: output ?? WrittenText.tokens(in: fitting))
  }

  /// A service may repeat a key in its error.
  private func redacted(_ text: String) -> String {
    secret.map { text.replacing($0, with: "****") } ?? text
  }

  private var headers: Headers {
    var headers: Headers = ["Content-Type": "application/json", "Accept": "application/json"]
    if interface == .anthropic { headers.set("anthropic-version", "2023-06-01") }
    guard let secret else { return headers }
    switch interface {
    case .openai: headers.set("Authorization", "Bearer \(secret)")
    case .anthropic: headers.set("x-api-key", secret)
    }
    return headers
  }

  private func body(_ prompt: ModelPrompt) -> JSON {
    var messages = prompt.turns.map { turn -> JSON in
      ["role": turn.isOfPerson ? "user" : "assistant", "content": .string(turn.text)]
    }
    var body = JSON.Object()
    body["model"] = .string(model)
    body["max_tokens"] = .number(.init(prompt.tokens))
    if let temperature = prompt.temperature.flatMap({ JSON.Number($0) }) {
      body["temperature"] = .number(temperature)
    }
    switch interface {
    case .openai: messages.insert(["role": "system", "content": .string(prompt.system)], at: 0)
    case .anthropic: body["system"] = .string(prompt.system)
    }
    body["messages"] = .array(messages)
    return .object(body)
  }

  private func text(of answer: JSON) -> String? {
    switch interface {
    case .openai: answer.value(at: "choices.0.message.content")?.string
    case .anthropic:
      answer["content"]?.array?.compactMap { $0["type"] == "text" ? $0["text"]?.string : nil }.joined()
    }
  }
}
