import Catalog

/// The domain `ai`.
enum Generation {
  static let plugin = Plugin(
    name: "ai", summary: "Images, voices and subtitles made by AI", endpoints: [image, voice, subtitles])

  private static let image: Endpoint = .call(
    .post, "/api/ai/images", "ai image", "Make an image with DALL-E 3", rate: .ai,
    body: [
      Parameter.text("prompt", "What to show", required: true).asArgument,
      .text(
        "size", "Width and height in pixels", allowed: ["1024x1024", "1792x1024", "1024x1792"],
        default: "1024x1024"),
      .text("quality", "How fine", allowed: ["standard", "hd"], default: "standard"),
    ],
    examples: [
      .example("A wide one", "sp ai image 'A futuristic city at sunset' --size 1792x1024")
    ]
  )
  .explained(
    "In the sandbox the image is a pattern that follows from the prompt: a PNG of the size asked for."
  )
  .download(.links(["output.urls"]))
  .returning(
    job(
      .field(
        "output", .object, "What was made; an error where it failed", open: true,
        parts: [.field("urls", .list, "Addresses of the images")]))
  )
  .sampled(#"{"prompt": "A futuristic city at sunset", "size": "1024x1024", "quality": "standard"}"#)

  private static let voice: Endpoint = .call(
    .post, "/api/ai/voice", "ai voice", "Read a text aloud", rate: .ai,
    body: [
      Parameter.text("text", "What to say", required: true).sized(1...4096).asArgument,
      .text(
        "voice", "Whose voice", allowed: ["alloy", "echo", "fable", "onyx", "nova", "shimmer"],
        default: "alloy"),
      .number("speed", "How fast", in: 0.25...4, default: "1"),
    ],
    examples: [.example("Slowly", "sp ai voice 'Bonjour, bienvenue sur Créalia' --speed 0.8")]
  )
  .explained(
    """
    In the sandbox espeak-ng speaks, and ffmpeg makes an MP3 of it where it is installed, else the sound is a WAV. \
    Without espeak-ng the status is FAILED and says what to install.
    """
  )
  .download(.links(["output.audioUrl"]))
  .returning(
    job(
      .field(
        "output", .object, "What was made; an error where it failed", open: true,
        parts: [.field("audioUrl", .text, "Address of the sound")]))
  )
  .sampled(#"{"text": "Bonjour, bienvenue sur Créalia", "voice": "alloy", "speed": 1.0}"#)

  private static let subtitles: Endpoint = .call(
    .post, "/api/ai/subtitles", "ai subtitles", "Make subtitles of what is said in a sound", rate: .ai,
    body: [
      Parameter.text("audioUrl", "Address of the sound", required: true, placeholder: "URL").of(.place)
        .asArgument,
      .text("language", "Language spoken, such as fr", placeholder: "CODE"),
    ],
    examples: [
      .example("Of an address", "sp ai subtitles https://example.com/audio.mp3 --language fr")
    ]
  )
  .explained(
    """
    The sandbox does not hear: it knows the words of what sp ai voice made and times them by their length; of any \
    other sound it marks by its duration where something is said.
    """
  )
  .returning(
    job(
      .field(
        "output", .object, "What was made; an error where it failed", open: true,
        parts: [.field("subtitles", .list, "The subtitles", parts: subtitle)]))
  )
  .sampled(#"{"audioUrl": "https://example.com/audio.mp3", "language": "fr"}"#)

  private static let subtitle: [Resource.Field] = [
    .field("start", .number, "When it appears", unit: "s"),
    .field("end", .number, "When it goes", unit: "s"),
    .field("text", .text, "What is said"),
  ]

  private static func job(_ output: Resource.Field) -> [Resource.Field] {
    [
      .field("jobId", .text, "Id of the job"),
      .field("status", .text, "COMPLETED, or FAILED"),
      output,
    ]
  }
}
