import Values

extension LocalSeed {
  static let instagram: [Talk] = [
    .talk(
      "instagram", "user_789", "Jean Dupont", before: .minutes(40), id: "conv_123", read: false,
      [
        "Bonjour, je cherche une lampe pour mon bureau.",
        "> Bonjour Jean ! La lampe d'angle est faite pour cela.",
        "Elle existe en bleu ?",
        "Bonjour, j'ai une question sur vos produits",
      ]),
    .talk(
      "instagram", "user_790", "Claire Martin", before: .hours(5),
      [
        "Bonjour, ma commande 2041 n'est pas arrivée.",
        "> Bonjour Claire, le colis est à Lyon depuis ce matin.",
        "> Il sera chez vous demain avant midi.",
        "Parfait, merci beaucoup !",
      ]),
    .talk(
      "instagram", "user_791", "Emma Wilson", before: .days(1), read: false,
      [
        "Hi! Do you ship to Ireland?",
        "> Hello Emma, we do. It takes five days and costs 12 euros.",
        "Great. And can I return a lamp if it does not fit?",
      ]),
    .talk(
      "instagram", "user_792", "Luca Rossi", before: .days(3),
      ["Love the new stools!", "> Thank you, Luca!"]),
  ]

  static let others: [Talk] = [
    .talk(
      "whatsapp", "+33612345678", "Sophie Bernard", before: .hours(2), read: false,
      [
        "Bonjour, êtes-vous ouverts dimanche ?",
        "> Bonjour Sophie, oui, de 10 h à 13 h.",
        "Et peut-on se garer devant la boutique ?",
      ]),
    .talk(
      "whatsapp", "+447700900123", "Oliver Smith", before: .days(2),
      [
        "Could you send me the invoice for order 1987?",
        "> Of course. It is in your mailbox now.",
        "Got it, thanks.",
      ]),
    .talk(
      "whatsapp", "+32470123456", "Amélie Dubois", before: .days(4),
      [
        "Bonjour, je voudrais changer l'adresse de livraison.",
        "> Pas de problème, quelle est la nouvelle adresse ?",
        "12 rue des Lilas, 1000 Bruxelles.",
        "> C'est noté, merci.",
      ]),
    .talk(
      "web", "visitor_789", "Jean Dupont", before: .days(5),
      [
        "Bonjour, j'ai une question",
        "> Bonjour ! Comment puis-je vous aider ?",
        "Comment suivre ma commande ?",
        "> Le lien est dans le message de confirmation.",
      ]),
  ]
}
