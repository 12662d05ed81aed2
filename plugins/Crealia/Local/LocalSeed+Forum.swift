extension LocalSeed {
  /// A topic, who wrote it, and what others say to it.
  struct Topic {
    var author: Int
    var title: String
    var content: String
    var category: String
    var views: Int
    var isPinned = false
    var isLocked = false
    var comments: [String] = []
  }

  static let topics: [Topic] = [
    Topic(
      author: 0, title: "Comment créer une vidéo virale ?",
      content:
        "Je publie deux vidéos par semaine et je plafonne à 300 vues. Qu'est-ce qui a changé la donne pour vous ?",
      category: "questions", views: 145,
      comments: [
        "Les trois premières secondes : commence par le résultat, explique après.",
        "Une seule idée par vidéo, et des sous-titres : la moitié regarde sans le son.",
        "Publie à heure fixe pendant un mois avant de juger.",
      ]),
    Topic(
      author: 1, title: "Bienvenue, et les règles du forum",
      content: "Restez aimables, cherchez avant de demander, dites ce que vous avez déjà essayé.",
      category: "annonces", views: 812, isPinned: true, isLocked: true),
    Topic(
      author: 2, title: "Voix-off : alloy ou nova ?",
      content: "Pour un tutoriel de cuisine de dix minutes, quelle voix fatigue le moins l'oreille ?",
      category: "questions", views: 67,
      comments: ["nova à 0,95 pour les recettes.", "alloy, mais coupe les phrases longues."]),
    Topic(
      author: 3, title: "Mon premier court métrage en 4 clips",
      content:
        "Quatre clips de dix secondes, un fondu entre chaque, une musique libre. Je partage mes réglages.",
      category: "partage", views: 230, comments: ["Superbe ! Quelle musique ?"]),
    Topic(
      author: 1, title: "Taille des miniatures",
      content:
        "Le format 1792x1024 donne de bonnes miniatures, il suffit de laisser le tiers gauche vide pour le titre.",
      category: "astuces", views: 98),
    Topic(
      author: 2, title: "Les sous-titres décalent après deux minutes",
      content:
        "Sur des sons longs, les sous-titres prennent une demi-seconde de retard. Coupez-vous vos fichiers ?",
      category: "questions", views: 41,
      comments: ["Oui, par chapitres de 90 secondes.", "Pareil, et je vérifie la fin de chaque chapitre."]),
  ]
}
