import Sandbox
import Values

/// What is generated at once; each is kept as a job that is done.
enum LocalGeneration {
  @Sendable static func image(_ call: Call) throws(Refusal) -> Answer {
    let prompt = call.body["prompt"]?.string ?? ""
    let id = try call.store.sharedID("job")
    let sides = (call.body["size"]?.string ?? "1024x1024").split(separator: "x").compactMap { Int($0) }
    let file = Engines.image(
      prompt, width: sides.first ?? 1024, height: sides.last ?? 1024, isFine: call.body["quality"] == "hd")
    let path = "/images/\(id).png"
    try keep(.init(type: "image/png", bytes: file), as: path, of: call.store)
    return try done(id, output: ["urls": [.string(call.origin + path)]], in: call.store)
  }

  @Sendable static func voice(_ call: Call) throws(Refusal) -> Answer {
    let text = call.body["text"]?.string ?? ""
    let id = try call.store.sharedID("job")
    let sound: Engines.Sound
    do throws(Engines.Shortcoming) {
      sound = try call.engines.speech(
        text, voice: call.body["voice"]?.string ?? "alloy", speed: call.body["speed"]?.double ?? 1)
    } catch {
      let output: JSON = ["audioUrl": nil, "error": .string(error.reason)]
      return try done(id, status: "FAILED", output: output, in: call.store)
    }
    let path = "/api/ai/voice/\(id)/audio.\(sound.type == "audio/wav" ? "wav" : "mp3")"
    try keep(
      .init(type: sound.type, bytes: sound.bytes), as: path, of: call.store, says: text, lasts: sound.duration
    )
    return try done(id, output: ["audioUrl": .string(path)], in: call.store)
  }

  @Sendable static func subtitles(_ call: Call) throws(Refusal) -> Answer {
    let address = call.body["audioUrl"]?.string ?? ""
    let path = LocalStudio.path(of: address, below: call.origin)
    let file = try call.store.common.records("files").find(path)
    let captions: [JSON]
    if let file, file["userId"]?.string == call.store.userID {
      let lasts = file["duration"]?.double ?? 0
      captions = LocalSubtitles.of(file["text"]?.string, lasting: lasts, in: call.body["language"]?.string)
    } else {
      let lasts = 5 + Double(SHA256.hash(Array(address.utf8))[0] % 20)
      captions = LocalSubtitles.of(nil, lasting: lasts, in: call.body["language"]?.string)
    }
    let id = try call.store.sharedID("job")
    return try done(id, output: ["subtitles": .array(captions)], in: call.store)
  }

  /// Keeps a file under the path of its address, with what is known of it.
  @discardableResult
  static func keep(
    _ file: Store.File, as path: String, of store: Store, id: String? = nil, named name: String? = nil,
    says text: String? = nil, lasts duration: Double? = nil
  ) throws(Refusal) -> JSON.Object {
    let id = if let id { id } else { try store.sharedID("file") }
    let record = JSON.Object.of([
      "path": .string(path), "fileId": .string(id), "userId": .string(store.userID),
      "name": name.map(JSON.string) ?? .null, "mimeType": .string(file.type),
      "size": .number(.init(file.bytes.count)), "text": text.map(JSON.string) ?? .null,
      "duration": duration.flatMap { JSON.Number($0) }.map(JSON.number) ?? .null,
      "createdAt": .string(store.now.rfc3339),
    ])
    try store.common.records("files").put(record)
    try store.common.keep(file, as: path)
    return record
  }

  private static func done(
    _ id: String, status: String = "COMPLETED", output: JSON, in store: Store
  ) throws(Refusal) -> Answer {
    try store.records("studio_jobs").put(
      .of([
        "jobId": .string(id), "status": .string(status), "progress": status == "FAILED" ? 0 : 100,
        "output": output,
        "createdAt": .string(store.now.rfc3339),
      ]))
    return .record(.of(["jobId": .string(id), "status": .string(status), "output": output]))
  }
}
