/// The sentences around an answer, by language.
struct AnswerWords {
  var greeting: String
  var onQuestion: String
  var onThing: String
  var onOther: String
  var onList: String
  var onLetter: String
  var known: String
  var colon: String
  var product: String
  var audience: String
  var praises: [String]
  var merits: [String]
  var closings: [String]
  var wantsContext: String
  var orderNow: String
  /// What a talk answers where nothing known fits.
  var unsure: [String]
  var welcome: String

  /// The members of a context that name a thing.
  static let names = ["product_name", "name", "title", "product", "nom", "produit", "brand", "marque"]
  /// The members of a context that say whom it is for.
  static let audiences = ["target", "audience", "cible", "public"]

  static func of(_ language: TextOrder.Language) -> AnswerWords { language == .french ? french : english }

  private static let french = AnswerWords(
    greeting:
      "Bonjour ! Dites-moi ce que vous voulez écrire ou comprendre, avec le contexte utile, et je m'en charge.",
    onQuestion: "Vous voulez savoir {topic} : voici une façon claire de procéder.",
    onThing: "Voici l'essentiel sur {topic}.",
    onOther: "Vous demandez : « {topic} ». Voici l'essentiel.",
    onList: "Voici une liste à propos de votre demande : {topic}.",
    onLetter: "Je vous écris au sujet de votre demande : {topic}.",
    known: "Ce que vous m'avez donné :", colon: " :", product: "votre produit",
    audience: "Pour qui ? {audience}.",
    praises: [
      "Découvrez {name} : l'essentiel, sans compromis.",
      "Découvrez {name} : chaque détail a été pensé pour vous simplifier la vie.",
      "Avec {name}, chaque détail compte.",
    ],
    merits: [
      "Une prise en main simple et une fiabilité de tous les jours.",
      "Un vrai souci du détail, du premier regard au dernier usage.",
      "De quoi gagner du temps sans rien sacrifier à la qualité.",
    ],
    closings: [
      "Commencez par le premier point, puis revenez avec ce que vous avez observé.",
      "Avec un peu plus de contexte, je peux aller plus loin.",
      "Gardez ce qui vous sert et dites-moi ce qui manque.",
    ],
    wantsContext: "Donnez-moi le nom, le prix et le public dans le contexte pour une fiche complète.",
    orderNow: "Commandez dès aujourd'hui et faites-vous votre propre avis.",
    unsure: [
      "Je n'ai pas de réponse toute faite sur {thing}. Que voulez-vous obtenir exactement ?",
      "Dites-m'en un peu plus : où en êtes-vous avec {thing} ?",
      "Je veux être sûr de bien comprendre : qu'attendez-vous pour {thing} ?",
    ],
    welcome: "Avec plaisir ! Avez-vous une autre question ?")

  private static let english = AnswerWords(
    greeting:
      "Hello! Tell me what you want to write or understand, with the context that matters, and I will do it.",
    onQuestion: "You want to know {topic}: here is a clear way to go about it.",
    onThing: "Here is what matters about {topic}.",
    onOther: "You asked: “{topic}”. Here is what matters.",
    onList: "Here is a list for your request: {topic}.",
    onLetter: "I am writing to you about the following: {topic}.",
    known: "What you gave me:", colon: ":", product: "your product",
    audience: "Who is it for? {audience}.",
    praises: [
      "Discover {name}: the essentials, without compromise.",
      "Discover {name}: every detail is there to make life simpler.",
      "With {name}, every detail counts.",
    ],
    merits: [
      "Easy to get started with and reliable every day.",
      "Real care for detail, from the first look to the last use.",
      "Time saved, and no quality lost.",
    ],
    closings: [
      "Begin with the first point, then come back with what you saw.",
      "With a little more context, I can go further.",
      "Keep what helps you and tell me what is missing.",
    ],
    wantsContext: "Give me the name, the price and the audience in the context for a complete sheet.",
    orderNow: "Order today and see for yourself.",
    unsure: [
      "I have no ready answer about {thing}. What exactly do you want to achieve?",
      "Tell me a little more: how far have you come with {thing}?",
      "I want to be sure I understand: what do you expect for {thing}?",
    ],
    welcome: "You are welcome! Is there anything else?")
}
