import Sandbox
import Values

/// Uploads, and videos composed of them.
enum LocalStudio {
  /// What is said of a file that is too large.
  static let limit = JSON.Object.of(["reason": "A file has at most 100 MB"])

  /// The media types that are taken, and how a file of each ends.
  private static let endings = [
    "video/mp4": "mp4", "video/webm": "webm", "video/quicktime": "mov", "video/x-msvideo": "avi",
    "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/flac": "flac",
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
  ]

  @Sendable static func upload(_ call: Call) throws(Refusal) -> Answer {
    guard let upload = call.uploads["file"] else { throw .invalid("file", "is required") }
    guard let ending = endings[upload.type] else {
      throw .because(
        415, "Type de fichier non supporté",
        "\(upload.name) is \(upload.type); videos, sounds and images are taken")
    }
    let store = call.store
    let bytes = Array(upload.bytes)
    let lasts = upload.type.hasPrefix("image/") ? nil : call.engines.duration(bytes)
    let id = try store.sharedID("file")
    let path = "/uploads/users/\(store.userID)/\(id).\(ending)"
    let record = try LocalGeneration.keep(
      .init(type: upload.type, bytes: bytes), as: path, of: store, id: id, named: upload.name, lasts: lasts)
    return .record(
      .of([
        "fileId": record["fileId"] ?? .null, "url": .string(path), "size": record["size"] ?? .null,
        "mimeType": .string(upload.type),
      ]))
  }

  /// Begins a video; it is made once its time has passed and somebody asks for it.
  @Sendable static func compose(_ call: Call) throws(Refusal) -> Answer {
    let id = try call.store.sharedID("job")
    let estimate = JSON.number(.init(estimate(call.body["clips"]?.array ?? [])))
    try call.store.records("studio_jobs").put(
      .of([
        "jobId": .string(id), "status": "PENDING", "progress": 0, "output": nil,
        "createdAt": .string(call.store.now.rfc3339), "estimatedTime": estimate,
        "request": .object(call.body),
      ]))
    return .record(.of(["jobId": .string(id), "status": "PENDING", "estimatedTime": estimate]))
  }

  /// Two seconds, and one more for every five of the video.
  private static func estimate(_ clips: [JSON]) -> Int {
    let lasts = clips.reduce(0.0) {
      $0 + max(0, ($1["endTime"]?.double ?? 10) - ($1["startTime"]?.double ?? 0))
    }
    return 2 + Int(lasts / 5)
  }

  /// How far a job is, by the time that has passed.
  @Sendable static func job(_ call: Call) throws(Refusal) -> Answer {
    let jobs = try call.store.records("studio_jobs")
    var job = try jobs.get(call.id)
    if isUnderWay(job) {
      let begun = job["createdAt"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? call.store.now
      let passed = Int((call.store.now - begun).milliseconds / 1000)
      let estimate = max(1, job["estimatedTime"]?.int ?? 1)
      if passed >= estimate {
        finish(&job, by: call)
        try jobs.put(job)
      } else if passed > 0 {
        job["status"] = "PROCESSING"
        job["progress"] = .number(.init(min(99, passed * 100 / estimate)))
      }
    }
    return .record(job.picking(["jobId", "status", "progress", "output"]))
  }

  /// Whether somebody still has to wait for a job.
  static func isUnderWay(_ job: JSON.Object) -> Bool { job["status"] == "PENDING" }

  private static func finish(_ job: inout JSON.Object, by call: Call) {
    let request = job["request"] ?? .null
    let form = request["outputFormat"]?.string ?? "mp4"
    do {
      let video = try LocalStudio.video(request, form, by: call)
      let path = "/outputs/\(call.store.userID)/video_\(call.id).\(form)"
      let types = ["mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime"]
      try LocalGeneration.keep(
        .init(type: types[form] ?? "video/x-matroska", bytes: video), as: path, of: call.store)
      job["output"] = ["videoUrl": .string(path)]
      job["status"] = "COMPLETED"
      job["progress"] = 100
    } catch {
      let reason = (error as? Engines.Shortcoming)?.reason ?? "\(error)"
      job["output"] = ["videoUrl": nil, "error": .string(reason)]
      job["status"] = "FAILED"
    }
  }

  private static func video(_ request: JSON, _ form: String, by call: Call) throws -> [UInt8] {
    let clips = try (request["clips"]?.array ?? []).map { clip in
      Engines.Clip(
        try content(clip["url"]?.string ?? "", for: call), start: clip["startTime"]?.double ?? 0,
        end: clip["endTime"]?.double)
    }
    let music = try request["music"]?.string.map { try content($0, for: call) }
    let fades = request["transitions"]?.array?.contains("fade") ?? false
    return try call.engines.video(clips, music: music, fades: fades, form: form)
  }

  /// The file at an address, which must be the account's own.
  private static func content(_ address: String, for call: Call) throws(Refusal) -> [UInt8] {
    let path = path(of: address, below: call.origin)
    let record = try call.store.common.records("files").find(path)
    guard record?["userId"]?.string == call.store.userID, let file = try call.store.common.file(path) else {
      throw Refusal(404, "there is no file of yours at \(address)")
    }
    return file.bytes
  }

  /// The path of an address below the service.
  static func path(of address: String, below origin: String) -> String {
    address.hasPrefix(origin + "/") ? String(address.dropFirst(origin.count)) : address
  }
}
