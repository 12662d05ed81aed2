extension LocalSeed {
  static let writing: [Item] = [
    .prompt(
      "First sentences", "Thirty openings to choose from",
      "Write thirty first sentences for a story about [SUBJECT]. Ten start with an action, ten with a place, ten with a voice.",
      in: "writing", ["fiction", "opening"], price: 6, views: 1530, sales: 88, rating: 4.4),
    .prompt(
      "The strict editor", "Cuts a text by a third",
      "Edit the text below. Cut it by a third without losing a fact. Show each cut with its reason, then the clean text.\n\n[TEXT]",
      in: "writing", ["editing", "style"], price: 10, views: 2970, sales: 233, rating: 4.9),
    .prompt(
      "Dialogue without tags", "Two voices the reader can tell apart",
      "Write a dialogue between [A] and [B] about [CONFLICT] in which nobody says what they want, and no line needs a name.",
      in: "writing", ["fiction", "dialogue"], price: 7, views: 820, sales: 35, rating: 4.5),
    .prompt(
      "Chapter outline", "From a premise to twelve scenes",
      "From the premise [PREMISE] make an outline of twelve scenes. Each has a goal, an obstacle, and a price the hero pays.",
      in: "writing", ["fiction", "structure"], price: 9, views: 1180, sales: 57, rating: 4.3),
    .prompt(
      "Endings that close the circle", "Last paragraphs that answer the first",
      "Read my first page below. Propose five endings that come back to an image in it.\n\n[PAGE]",
      in: "writing", ["fiction", "ending"], price: 6, views: 540, sales: 21, rating: 4.0),
    .prompt(
      "Lettre de motivation sobre", "Une lettre courte, sans formules creuses",
      "Rédige une lettre de motivation de 200 mots pour le poste de [POSTE]. Pas de superlatifs ; trois faits vérifiables tirés de mon parcours : [PARCOURS].",
      in: "career", ["lettre", "français"], price: 4, views: 1960, sales: 154, rating: 4.6),
    .prompt(
      "Essay from notes", "Turns bullet points into an argument",
      "Turn these notes into an essay of 800 words with one claim, three supports and the best objection answered.\n\n[NOTES]",
      in: "writing", ["essay", "structure"], price: 8, views: 1410, sales: 76, rating: 4.2),
    .prompt(
      "Explain it to a neighbour", "Plain words for a hard thing",
      "Explain [CONCEPT] to a curious neighbour who left school at sixteen. One comparison, no jargon, 150 words.",
      in: "education", ["plain language", "teaching"], price: 0, views: 3770, sales: 402, rating: 4.8),
  ]
}
