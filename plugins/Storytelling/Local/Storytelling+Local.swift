import Sandbox
import Values

extension Storytelling {
  /// How the sandbox plays SOS Storytelling.
  public static let local = LocalService(
    codes: [
      400: "BAD_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND",
      429: "RATE_LIMIT_EXCEEDED", 500: "INTERNAL_ERROR", 503: "SERVICE_UNAVAILABLE",
    ],
    failure: LocalErrors.body,
    handlers: [
      "storytelling.generate": LocalGeneration.generate,
      "storytelling.voices": LocalVoices.list,
      "storytelling.voice": LocalVoices.show,
      "storytelling.usage": LocalUsage.show,
      "storytelling.structures": LocalChoices.structures,
      "storytelling.platforms": LocalChoices.platforms,
    ],
    unhurried: ["storytelling.generate"],
    resources: [LocalUsage.entries],
    refusedKey: "INVALID_API_KEY",
    journal: LocalUsage.note,
    seed: LocalSeed.fill)
}

extension Timestamp {
  /// The moment with its milliseconds, as the service writes it: `2024-01-15T10:30:00.000Z`.
  var exact: String {
    let text = rfc3339
    return text.contains(".") ? text : text.dropLast() + ".000Z"
  }
}
