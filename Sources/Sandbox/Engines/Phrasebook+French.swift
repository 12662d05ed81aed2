extension Phrasebook {
  static let french = Phrasebook(
    language: .french,
    sentences: frenchStory.merging(frenchPersuasion) { $1 }.merging(frenchOpinion) { $1 },
    lessons: [
      "On avance plus vite avec une seule priorité.",
      "Un échec montre souvent le chemin que le succès cache.",
      "La régularité bat l'intensité.",
      "Demander de l'aide fait gagner des mois.",
      "Ce que l'on mesure finit par s'améliorer.",
      "Commencer petit permet de continuer longtemps.",
      "La peur diminue dès que l'on passe à l'acte.",
    ],
    advice: [
      .init(
        "Commencer par une question",
        "Avant d'agir, [notez|note] en une phrase ce que [vous voulez|tu veux] changer."),
      .init("Choisir une seule priorité", "Pendant un mois, tout le reste attend."),
      .init("Montrer l'envers du décor", "Un exemple vécu vaut mieux qu'une promesse."),
      .init("Fixer un rendez-vous", "Une heure par semaine, toujours la même, suffit pour avancer."),
      .init("Demander un avis franc", "Une personne honnête fait gagner des semaines."),
      .init("Mesurer un seul chiffre", "Ce que l'on suit chaque semaine finit par progresser."),
      .init("Écrire simplement", "Des mots courts, des verbes d'action, une idée par phrase."),
      .init("Finir ce qui est commencé", "Un petit résultat publié vaut mieux qu'un grand projet caché."),
    ],
    mistakes: [
      .init("Parler à tout le monde", "Un message qui vise chacun ne touche personne."),
      .init("Attendre le bon moment", "Il arrive quand on a déjà commencé."),
      .init("Copier les autres", "Ce qui marche ailleurs perd sa force une fois recopié."),
      .init("Changer de cap chaque semaine", "Sans durée, aucun effort ne laisse de trace."),
      .init("Cacher ses échecs", "Ce sont eux qui créent la confiance."),
      .init("Tout faire dans l'urgence", "La vitesse donne une impression de progrès, rarement un résultat."),
      .init("Oublier de demander", "Sans question posée, personne ne répond."),
    ],
    headings: [
      .before: "Le point de départ", .trouble: "Le mur", .turn: "Le déclic", .after: "Et aujourd'hui",
      .attention: "Pourquoi en parler", .interest: "Ce qui se joue vraiment",
      .desire: "Ce qui devient possible",
      .action: "Le premier pas", .problem: "Le problème", .agitation: "Ce qu'il coûte",
      .solution: "La solution",
      .hook: "L'accroche", .offer: "Ce que je propose", .opening: "Pour commencer", .closing: "Pour finir",
      .belief: "L'idée reçue", .objection: "Pourquoi je n'y crois pas", .evidence: "Ce que montre le terrain",
      .nuance: "La nuance", .stance: "Ma position", .moral: "La leçon",
    ],
    tell: ("[vous|te] raconter {topic}", "revenir sur {topic}", "revenir sur une idée simple : {topic}"),
    something: "ce sujet",
    frame: Frame(
      vocabulary: "Mes mots-clés du moment :", lessons: "Ce que j'en retiens :", subject: "Objet :",
      greeting: "Bonjour,", farewell: "À très vite,", summary: "En bref :",
      tags: [
        "Storytelling", "Communication", "Création", "Entrepreneuriat", "Inspiration", "Motivation",
        "Conseils", "Écriture",
      ]))

  private static let frenchStory: [Part: [String]] = [
    .hook: [
      "Personne ne [vous|te] le dira, alors je vais le faire : il est temps de {tell}.",
      "J'ai longtemps hésité avant de {tell}.",
      "Il m'a fallu des années avant d'oser {tell}.",
      "[Arrêtez-vous|Arrête-toi] une minute, je vais {tell}.",
    ],
    .before: [
      "Au début, je n'avais ni méthode ni plan pour {thing}.",
      "Tout a commencé un lundi matin, devant une page blanche et beaucoup de doutes.",
      "Il y a trois ans, je ne savais pas quoi faire avec {thing}.",
      "Je faisais comme tout le monde, sans jamais me demander pourquoi.",
    ],
    .trouble: [
      "Chaque effort semblait me ramener au même point.",
      "Plus j'insistais, moins j'avançais.",
      "J'ai perdu du temps, de l'argent et une bonne partie de ma confiance.",
      "Autour de moi, tout le monde avait un avis sur {thing}, et personne n'avait de réponse.",
    ],
    .turn: [
      "Puis une question toute simple a tout changé : et si je faisais l'inverse ?",
      "Un soir, j'ai tout repris depuis le début, ligne par ligne.",
      "Le déclic est venu d'une remarque anodine, au moment où je n'y croyais plus.",
      "Ce jour-là, j'ai compris que je ne manquais pas de force, mais de direction.",
    ],
    .after: [
      "Aujourd'hui, je porte un autre regard sur {thing}.",
      "Aujourd'hui, je dors mieux, et les résultats suivent.",
      "Depuis, chaque semaine confirme ce choix.",
    ],
    .moral: [
      "La leçon tient en une phrase : ce qui nous bloque nous indique souvent où aller.",
      "Si je devais tout résumer : on apprend en avançant, jamais en attendant.",
      "Rien n'était perdu, tout restait à apprendre.",
    ],
    .question: [
      "Et [vous|toi], quelle est [votre|ta] plus grande leçon sur le sujet ?",
      "Et [vous|toi], qu'est-ce qui [vous|te] retient encore ?",
      "Et si [vous deviez|tu devais] changer une seule chose, laquelle [choisiriez-vous|choisirais-tu] ?",
    ],
    .invitation: [
      "[Dites-moi|Dis-moi] ce que [vous en pensez|tu en penses], je lis chaque réponse.",
      "[Partagez|Partage] ce message avec une personne qui en a besoin aujourd'hui.",
      "[Gardez|Garde] ce message de côté et [essayez|essaie] dès demain.",
    ],
    .wink: [
      "Spoiler : mon café, lui, n'a jamais douté de moi.",
      "Promis, aucun tableur n'a été maltraité pendant cette aventure.",
      "Oui, j'ai aussi essayé la méthode Coué ; elle boude encore.",
    ],
    .courage: [
      "[Vous avez|Tu as] déjà tout ce qu'il faut pour commencer.",
      "Un pas aujourd'hui compte plus que cent promesses pour demain.",
    ],
  ]

  private static let frenchPersuasion: [Part: [String]] = [
    .attention: [
      "[Vous pensez|Tu penses] tout savoir sur {thing} ?",
      "Neuf personnes sur dix passent à côté de l'essentiel.",
      "Une seule décision peut tout changer pour {thing}.",
    ],
    .interest: [
      "Derrière {thing}, il y a toujours une habitude que personne ne remet en question.",
      "Les personnes qui progressent ne travaillent pas plus : elles choisissent mieux.",
      "Le plus surprenant, c'est la simplicité de ce qui fonctionne.",
    ],
    .desire: [
      "[Imaginez|Imagine] une semaine où [vos|tes] efforts vont enfin dans le même sens.",
      "Moins de doutes, plus de clarté, et le plaisir de voir les choses bouger.",
      "C'est à la portée de tous ceux qui acceptent de commencer petit.",
    ],
    .action: [
      "[Commencez|Commence] aujourd'hui : dix minutes, une feuille, une seule question.",
      "[Choisissez|Choisis] une action pour {thing} et [faites-la|fais-la] avant ce soir.",
      "[Notez|Note] maintenant la première étape, puis [bloquez|bloque] un créneau pour la faire.",
    ],
    .problem: [
      "On passe des heures sur {thing} sans voir de résultat.",
      "Le vrai problème, c'est que personne ne nous apprend à faire le tri.",
      "Tout semble important, alors rien n'avance.",
    ],
    .agitation: [
      "Pendant ce temps, les occasions passent et la fatigue s'installe.",
      "Chaque semaine perdue rend la suivante plus difficile.",
      "Et le pire, c'est que l'on finit par croire que c'est normal.",
    ],
    .solution: [
      "La solution tient en trois verbes : trier, décider, recommencer.",
      "Il suffit d'une règle claire pour {thing}, et de s'y tenir un mois.",
      "Ce n'est pas une question de talent, mais de méthode.",
    ],
    .offer: [
      "C'est exactement ce que je transmets maintenant, étape par étape, à celles et ceux qui veulent avancer.",
      "J'ai réuni tout ce que j'ai appris sur {thing} dans un guide simple, sans jargon.",
      "Si [vous voulez|tu veux] gagner du temps, je [vous|te] montre la méthode complète.",
    ],
  ]

  private static let frenchOpinion: [Part: [String]] = [
    .opening: [
      "Voici {number} points à garder sous la main.",
      "J'ai tout résumé en {number} points, du plus simple au plus utile.",
      "{number} points, aucun jargon, rien que du vécu.",
    ],
    .closing: [
      "Un seul de ces points appliqué cette semaine suffit pour sentir la différence.",
      "Rien de compliqué : il suffit d'en choisir un et de s'y tenir.",
    ],
    .belief: [
      "On répète partout la même chose sur {thing}, et tout le monde acquiesce.",
      "L'idée est si répandue que plus personne n'ose la discuter.",
      "On nous a appris à suivre la règle sans la questionner.",
    ],
    .objection: [
      "Je pense exactement le contraire.",
      "Je n'y crois plus, et voici pourquoi.",
      "Cette règle rassure, mais elle ne fait avancer personne.",
    ],
    .evidence: [
      "Les meilleurs résultats que j'ai vus viennent de personnes qui ont fait l'inverse.",
      "Sur le terrain, suivre la foule ne garantit qu'une chose : arriver en même temps qu'elle.",
      "Chaque fois que j'ai désobéi à cette règle, j'ai appris quelque chose d'utile.",
    ],
    .nuance: [
      "Bien sûr, le conseil habituel a sa place au tout début.",
      "Tout n'est pas faux dans l'idée reçue : c'est sa généralisation qui pose problème.",
    ],
    .stance: [
      "Ma position est simple : mieux vaut une conviction testée qu'un conseil recopié.",
      "[Gardez|Garde] ce qui marche pour [vous|toi], et [laissez|laisse] le reste aux autres.",
    ],
  ]
}
