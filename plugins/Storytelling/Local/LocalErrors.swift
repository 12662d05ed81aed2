import Sandbox
import Values

/// The service's error codes and what it says with each.
enum LocalErrors {
  private static let texts: [String: String] = [
    "BAD_REQUEST": "Requête malformée",
    "MISSING_PROMPT": "Le paramètre prompt est requis",
    "INVALID_STRUCTURE": "Structure non reconnue",
    "INVALID_PLATFORM": "Plateforme non supportée",
    "UNAUTHORIZED": "Clé API manquante",
    "INVALID_API_KEY": "Clé API invalide ou révoquée",
    "FORBIDDEN": "Permission insuffisante",
    "NOT_FOUND": "Ressource introuvable",
    "VOICE_NOT_FOUND": "Profil de voix introuvable",
    "RATE_LIMIT_EXCEEDED": "Limite mensuelle dépassée",
    "INTERNAL_ERROR": "Erreur serveur interne",
    "GENERATION_FAILED": "Erreur lors de la génération",
    "SERVICE_UNAVAILABLE": "Service temporairement indisponible",
  ]

  /// The body of a failure; that of a used-up month has a form of its own.
  @Sendable static func body(_ refusal: Refusal, _ code: String) -> JSON {
    if refusal.status == 429, let usage = refusal.usage {
      return [
        "error": "Rate limit exceeded", "limit": .number(.init(usage.limit)),
        "used": .number(.init(usage.used)),
        "resetAt": .string(usage.resets.exact), "code": .string(code),
      ]
    }
    let code = refusal.code ?? self.code(of: refusal) ?? code
    return [
      "error": .string(texts[code] ?? refusal.message), "code": .string(code),
      "details": .object(refusal.details),
    ]
  }

  /// The code of a wrong value that has one of its own.
  private static func code(of refusal: Refusal) -> String? {
    guard refusal.status == 400 else { return nil }
    if refusal.lacks("prompt") { return "MISSING_PROMPT" }
    if refusal.details["structure"] != nil { return "INVALID_STRUCTURE" }
    return refusal.details["platform"] == nil ? nil : "INVALID_PLATFORM"
  }
}
