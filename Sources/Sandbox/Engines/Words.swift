/// The words of a text, and those that carry no meaning of their own.
enum Words {
  /// The words in order, without signs; what an apostrophe joins is two words.
  static func all(in text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "@" || $0 == "%") }
      .map(String.init).filter { $0.contains { $0.isLetter || $0.isNumber } }
  }

  /// A word small and without accents, as it is compared.
  static func plain(_ word: String) -> String {
    String(word.lowercased().map { accents[$0] ?? $0 })
  }

  private static let accents: [Character: Character] = [
    "à": "a", "â": "a", "ä": "a", "é": "e", "è": "e", "ê": "e", "ë": "e", "î": "i", "ï": "i", "ô": "o",
    "ö": "o", "ù": "u", "û": "u", "ü": "u", "ç": "c", "œ": "o",
  ]

  static let small = french.union(english)

  /// Words that come before a noun.
  static let determiners: Set<String> = list(
    """
    mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs le la les l un une des ce cet cette ces \
    my your his her its our their the a an this these that those
    """)

  /// Words that open a statement.
  static let subjects: Set<String> = determiners.union(
    list(
      """
      je j tu il elle on nous ils elles ce c chaque personne rien tout depuis aujourd derrière sur tous i you he she \
      it we they each every everybody everything nobody nothing today since behind
      """))

  /// Words that open an indirect question.
  static let questions: Set<String> = list("comment pourquoi quand où how why when where what")

  /// What the writer is told to do, and not what the text is about.
  static let orders: Set<String> = list(
    """
    rédige rédigez rédiger écris écrivez écrire crée créez créer génère générez générer fais faites donne donnez \
    propose proposez prépare liste listez explique expliquez résume résumez raconte décris décrivez \
    write draft create generate make give list propose prepare explain summarize summarise describe tell
    """)

  static let french: Set<String> = list(
    """
    je tu il elle on nous vous ils elles me te se lui y en j t s m n c d qu l ne pas plus moins très trop bien mal \
    mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs le la les un une des du de au aux à ce cet cette \
    ces et ou où mais donc or ni car que qui quoi dont comment pourquoi quand si comme avec sans pour par dans sur \
    sous vers chez entre depuis pendant avant après contre être avoir suis es est sommes êtes sont ai as a avons \
    avez ont était étais avait avais sera fait faire fais peut peux doit dois va vais vont tout toute tous toutes \
    même aussi encore jamais toujours rien quel quelle quels quelles ça cela ceci votre bonjour merci devient faut \
    change marche tuent tue coûte aide
    """)

  static let english: Set<String> = list(
    """
    i you he she it we they me him her us them my your his its our their mine yours the a an and or but so if then \
    than that this these those of to in on at by for from with without about into over under between after before \
    is are was were be been being am do does did done have has had will would can could should may might must not \
    no yes how why when where what which who whom whose as up out off all any some more most very just too also \
    there here please hello hi thanks kill kills changed make makes made get got go goes went ruin
    """)

  private static func list(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }
}
