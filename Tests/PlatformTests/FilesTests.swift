import Glibc
import Platform
import Testing
import Values

@Suite struct FilesTests {
  let directory: TemporaryDirectory
  var path: String { "\(directory.path)/file" }

  init() throws { directory = try TemporaryDirectory() }

  @Test func temporaryDirectoriesLeaveNothing() throws {
    var temporary: TemporaryDirectory? = try TemporaryDirectory()
    let path = try #require(temporary?.path)
    try Files.makeDirectories("\(path)/a/b")
    symlink("/etc", "\(path)/a/link")
    #expect(Files.status(path)?.permissions == 0o700)
    temporary = nil
    #expect(!Files.exists(path) && Files.isDirectory("/etc"))
  }

  @Test func listsRenamesAndRemoves() throws {
    for name in ["b", "a", "é", "B"] { try Files.writePrivate([1, 2], to: "\(directory.path)/\(name)") }
    #expect(try Files.list(directory.path) == ["B", "a", "b", "é"])
    try Files.rename("\(directory.path)/a", to: "\(directory.path)/b")
    try Files.remove("\(directory.path)/é")
    try Files.remove("\(directory.path)/é")
    #expect(try Files.list(directory.path) == ["B", "b"])
    let status = try #require(Files.status("\(directory.path)/b"))
    #expect(status.kind == .regular && status.size == 2)
    #expect(abs(status.modified.milliseconds - SystemClock.system.now().milliseconds) < 60_000)
  }

  @Test(arguments: [
    ("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b/c", "a/b", "c"), ("a/", "a", ""),
  ])
  func splits(path: String, directory: String, name: String) {
    #expect(Files.split(path) == (directory, name))
  }

  static let uses: [@Sendable (String) throws -> Void] = [
    { _ = try Files.readAll($0, limit: 10) }, { _ = try Files.readPrivate($0, limit: 10) },
    { try Files.writePrivate([], to: $0) }, { _ = try Files.list($0) }, { try Files.remove($0) },
    { try Files.removeTree($0) }, { try Files.rename("x", to: $0) }, { try Files.makeDirectories($0) },
    { _ = try FileLock(path: $0, wait: .zero) }, { _ = try FileSink(appendingTo: $0, access: .shared) },
    { _ = try FileSink(replacing: $0, access: .shared) }, { _ = try Files.realPath($0) },
  ]

  @Test(arguments: uses.indices)
  func noPathIsCutAtNUL(use: Int) throws {
    try Files.writePrivate([1], to: path)
    let error = #expect(throws: SystemError.self) { try Self.uses[use]("\(path)\0.txt") }
    #expect(error?.code == EINVAL)
    #expect(error?.description.contains("NUL") == true)
    #expect(try Files.list(directory.path) == ["file"])
    #expect(!Files.exists("\(path)\0"))
  }

  @Test func sourcesReadFilesAndPipes() throws {
    let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Files.writePrivate(content, to: path)
    #expect(try Files.readAll(path, limit: 200_000) == content)
    #expect(throws: SystemError.self) { try Files.readAll(path, limit: 199_999) }
    let source = try FileSource(path: path)
    #expect(source.size == 200_000)
    try source.seek(to: 199_990)
    #expect(try source.readAll(limit: 100) == Array(content.suffix(10)))
    let error = #expect(throws: SystemError.self) { try FileSource(path: directory.path) }
    #expect(error?.code == EISDIR)
    let missing = #expect(throws: SystemError.self) { try FileSource(path: "\(path).not") }
    #expect(missing?.isMissing == true)
    #expect(missing?.description == "cannot open \(path).not: No such file or directory")
    var ends: [Int32] = [0, 0]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    Glibc.write(ends[1], "abc", 3)
    close(ends[1])
    let pipeSource = try FileSource(descriptor: ends[0], name: "the pipe")
    #expect(pipeSource.size == nil)
    #expect(try pipeSource.readAll(limit: 10) == Array("abc".utf8))
    close(ends[0])
  }

  @Test func replacementsAppearWholeOrNotAtAll() throws {
    try Files.writePrivate(Array("old".utf8), to: path)
    chmod(path, 0o640)
    symlink(path, "\(directory.path)/link")
    do {
      let dropped = try FileSink(replacing: path, access: .shared)
      try dropped.write("never seen")
      try dropped.flush()
      #expect(try Files.list(directory.path).count == 3)
    }
    #expect(try Files.list(directory.path) == ["file", "link"])
    let sink = try FileSink(replacing: "\(directory.path)/link", access: .shared)
    for _ in 0..<100_000 { try sink.write("ab") }
    try sink.write([UInt8](repeating: 99, count: 100_000))
    #expect(try Files.readAll(path, limit: 10) == Array("old".utf8))
    try sink.commit()
    let content = try Files.readAll(path, limit: 1 << 20)
    #expect(content.count == 300_000 && content.prefix(4) == Array("abab".utf8)[...] && content.last == 99)
    #expect(Files.status(path)?.permissions == 0o640)
    #expect(try Files.list(directory.path) == ["file", "link"])
  }

  @Test func appendingGoesOn() throws {
    for word in ["a", "b"] {
      let sink = try FileSink(appendingTo: path, access: .private)
      try sink.write(word)
      try sink.commit()
    }
    #expect(try Files.readAll(path, limit: 10) == Array("ab".utf8))
    #expect(Files.status(path)?.permissions == 0o600)
  }

  @Test func leftoversOfTheDeadAreSweptAndThoseOfTheLivingKept() throws {
    let living = ".file.\(getpid())-1.tmp"
    for name in [".file.999999999-1.tmp", living, ".other.999999999-1.tmp"] {
      try Files.writePrivate([1], to: "\(directory.path)/\(name)")
    }
    try Files.writePrivate([1], to: path)
    #expect(try Set(Files.list(directory.path)) == [living, ".other.999999999-1.tmp", "file"])
  }

  @Test func fullDiskIsAnErrorThatNamesTheFile() throws {
    let sink = try FileSink(replacing: "/dev/full", access: .shared)
    try sink.write("x")
    let error = #expect(throws: SystemError.self) { try sink.commit() }
    #expect(error?.description == "cannot write /dev/full: No space left on device")
    #expect(error?.isFull == true)
  }

  @Test func fileSizeLimitLeavesTheOldFileAndNoTrace() async throws {
    try Files.writePrivate(Array("old".utf8), to: path)
    await #expect(processExitsWith: .success) { [path = path as String] in
      _ = Console(environment: .process)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let error = #expect(throws: SystemError.self) {
        try Files.writePrivate([UInt8](repeating: 1, count: 100_000), to: path)
      }
      #expect(error?.isFull == true)
    }
    #expect(try Files.readPrivate(path, limit: 10) == Array("old".utf8))
    #expect(try Files.list(directory.path) == ["file"])
  }
}
