import Sandbox
import Values

/// What the assistant knows of the service; the words around it are the text engine's.
enum LocalAssistant {
  /// Replies to what a person says, after what was said before.
  static func reply(
    to text: String, after messages: [JSON.Object], by engine: any TextEngine
  ) throws(Refusal) -> String {
    let before = messages.map {
      TextOrder.Line(isOfPerson: $0["role"] == "user", $0["content"]?.string ?? "")
    }
    do throws(TextFailure) {
      return try engine.write(TextOrder(text, as: .reply(before: before, knowing: facts), longest: 2000)).text
    } catch {
      throw .because(500, "Internal Server Error", error.description)
    }
  }

  private static let facts: [TextOrder.Fact] = [
    TextOrder.Fact(
      ["sous", "subtitle"],
      french:
        "Pour des sous-titres, envoyez l'adresse d'un son ; vous recevez chaque phrase avec son début et sa fin.",
      english:
        "For subtitles, send the address of a sound; each sentence comes back with its start and its end."),
    TextOrder.Fact(
      ["voix", "voice", "audio", "parl"],
      french:
        "Pour une voix-off, écrivez votre texte et choisissez une voix parmi alloy, echo, fable, onyx, nova et shimmer.",
      english:
        "For a voice-over, write your text and choose a voice: alloy, echo, fable, onyx, nova or shimmer."),
    TextOrder.Fact(
      ["vid", "clip", "mont", "film"],
      french:
        "Pour créer une vidéo, allez dans Créalia Studio, ajoutez vos clips, choisissez une transition et une musique, puis lancez la composition.",
      english:
        "To make a video, open Créalia Studio, add your clips, choose a transition and music, then compose."),
    TextOrder.Fact(
      ["image", "photo", "miniat", "picture", "thumb"],
      french:
        "Pour une image, décrivez la scène en une phrase et choisissez la taille ; 1792x1024 convient aux miniatures.",
      english:
        "For an image, describe the scene in a sentence and choose the size; 1792x1024 suits thumbnails."),
    TextOrder.Fact(
      ["prix", "plan", "abonn", "pay", "factur", "price", "subscri", "bill"],
      french:
        "Le plan viral coûte 39 dollars par mois. Vous le gérez et l'arrêtez dans le portail de facturation.",
      english: "The plan viral costs 39 dollars a month. The billing portal is where you manage or end it."),
    TextOrder.Fact(
      ["donne", "rgpd", "gdpr", "supprim", "delet", "export"],
      french: "Vos données vous appartiennent : vous pouvez les exporter ou les supprimer quand vous voulez.",
      english: "Your data are yours: you can export or delete them whenever you like."),
  ]
}
