import Catalog

/// The domain `studio`.
enum Studio {
  static let plugin = Plugin(
    name: "studio", summary: "Upload media, compose videos, follow the work", resources: [jobs],
    endpoints: [upload, compose, job])

  /// The most bytes of a file.
  static let largestFile = 100 << 20

  static let jobs = Resource(
    "studio_jobs", singular: "job", id: "jobId", idPrefix: "job_", label: "jobId",
    columns: ["jobId", "status", "progress", "output"],
    fields: [
      .field("jobId", .text, "Identifier"),
      .field("status", .text, "PENDING, PROCESSING, COMPLETED or FAILED"),
      .field("progress", .integer, "How much is done", unit: "%"),
      .field(
        "output", .object, "What was made, or an error; null before", open: true,
        parts: [.field("videoUrl", .text, "Address of the video")]),
    ])

  private static let upload: Endpoint = .call(
    .post, "/api/studio/upload", "studio upload", "Upload a video, a sound or an image", rate: .upload,
    body: [
      Parameter.upload(
        "file", "File to upload, 100 MB at most", largest: largestFile, of: ["video", "audio", "image"]
      ).asArgument
    ],
    examples: [.example("A clip", "sp studio upload clip.mp4 --fields url")]
  )
  .returning([
    .field("fileId", .text, "Id of the file"),
    .field("url", .text, "Where it is, for clips and music"),
    .field("size", .integer, "Its size", unit: "bytes"),
    .field("mimeType", .text, "Its media type"),
  ])

  private static let compose: Endpoint = .call(
    .post, "/api/studio/video/compose", "studio compose", "Compose a video of clips", rate: .general,
    body: [
      Parameter.records("clips", "The clips in order, as JSON or @FILE", required: true, of: clip)
        .ascending("startTime", "endTime"),
      .texts("transitions", "How one clip follows the other, such as fade"),
      Parameter.text("music", "Address of the music", placeholder: "URL").of(.place),
      .text("outputFormat", "Form of the video", allowed: ["mp4", "webm", "mov", "mkv"], default: "mp4"),
    ],
    examples: [
      .example(
        "The first three seconds of a clip",
        #"sp studio compose --clips '[{"url":"/uploads/a.mp4","endTime":3}]'"#)
    ]
  )
  .explained(
    """
    In the sandbox ffmpeg composes; without it the job is FAILED and says what to install. Time there is the \
    sandbox's: sp sandbox clock advance passes it.
    """
  )
  .job(work).download(.links(["output.videoUrl"]))
  .returning([
    .field("jobId", .text, "Id of the job"),
    .field("status", .text, "PENDING at first"),
    .field("estimatedTime", .integer, "How long it will take", unit: "s"),
  ])
  .sampled(
    """
    {"clips": [{"url": "/uploads/users/user_123/clip1.mp4", "startTime": 0, "endTime": 10}], \
    "transitions": ["fade"], "music": "/uploads/users/user_123/music.mp3", "outputFormat": "mp4"}
    """)

  private static let work = Job(
    id: "jobId", poll: "studio.job", done: ["COMPLETED"], failed: ["FAILED"], progress: "progress",
    reason: "output.error")

  private static let clip: [Parameter] = [
    Parameter.text("url", "Address of the clip", required: true).of(.place),
    .number("startTime", "Where it begins", in: 0...86_400, unit: "s"),
    .number("endTime", "Where it ends", in: 0...86_400, unit: "s"),
  ]

  private static let job: Endpoint = .get(
    "/api/studio/jobs/{jobId}", "studio job", of: "studio_jobs", "Show how far a job is", rate: .general,
    at: [.id("jobId", of: "studio_jobs", "Id of the job")],
    examples: [.example("How far it is", "sp studio job job_1 --fields status,progress")]
  )
  .job(work)
  .download(.links(["output.videoUrl", "output.audioUrl", "output.urls"]))
}
