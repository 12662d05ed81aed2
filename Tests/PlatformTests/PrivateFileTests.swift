import Glibc
import Platform
import Synchronization
import Testing
import Values

@Suite struct PrivateFileTests {
  let directory: TemporaryDirectory
  var path: String { "\(directory.path)/keyring.json" }

  init() throws {
    directory = try TemporaryDirectory()
    try Files.writePrivate(Array("secret".utf8), to: path)
  }

  @Test func readsWhatItWrote() throws {
    #expect(try Files.readPrivate(path, limit: 6) == Array("secret".utf8))
    #expect(try Files.readPrivate("\(path).not", limit: 6) == nil)
    #expect(try Files.readPrivate("\(directory.path)/no/such", limit: 6) == nil)
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var remedy: String?
    var cause: @Sendable (_ path: String) -> Void
  }

  static let faults: [Fault] = [
    Fault(testDescription: "mode 0640", remedy: "chmod 600 ") { chmod($0, 0o640) },
    Fault(testDescription: "mode 0604", remedy: "chmod 600 ") { chmod($0, 0o604) },
    Fault(testDescription: "symbolic link") {
      rename($0, $0 + ".real")
      symlink($0 + ".real", $0)
    },
    Fault(testDescription: "dangling link") {
      unlink($0)
      symlink($0 + ".not", $0)
    },
    Fault(testDescription: "hard link") { link($0, $0 + ".second") },
    Fault(testDescription: "FIFO") {
      unlink($0)
      mkfifo($0, 0o600)
    },
    Fault(testDescription: "directory") {
      unlink($0)
      mkdir($0, 0o700)
    },
    Fault(testDescription: "too large") { truncate($0, 10 << 20) },
    Fault(testDescription: "writable parent", remedy: "chmod go-w ") {
      chmod(Files.split($0).directory, 0o770)
    },
  ]

  @Test(.timeLimit(.minutes(1)), arguments: faults)
  func refusesWithoutReading(fault: Fault) throws {
    fault.cause(path)
    let error = #expect(throws: SystemError.self) { try Files.readPrivate(path, limit: 1 << 20) }
    let refusal = try #require(error?.refusal)
    #expect(refusal.remedy?.hasPrefix(fault.remedy ?? "none expected") ?? (fault.remedy == nil))
    #expect(error?.description.contains("secret") == false)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
  func refusesForeignOwners() throws {
    chown(path, 65534, 0)
    let error = #expect(throws: SystemError.self) { try Files.readPrivate(path, limit: 100) }
    #expect(error?.refusal?.reason.contains("65534") == true)
    chown(path, 0, 0)
    chown(directory.path, 65534, 0)
    #expect(throws: SystemError.self) { try Files.readPrivate(path, limit: 100) }
    chown(directory.path, 0, 0)
    #expect(try Files.readPrivate(path, limit: 100) != nil)
  }

  @Test func remediesAreFitForAShell() throws {
    let odd = "\(directory.path)/it's here"
    try Files.writePrivate([1], to: odd)
    chmod(odd, 0o644)
    let error = #expect(throws: SystemError.self) { try Files.readPrivate(odd, limit: 100) }
    let remedy = try #require(error?.refusal?.remedy)
    #expect(try Subprocess.run(["sh", "-c", remedy], environment: .process).status == 0)
    #expect(try Files.readPrivate(odd, limit: 100) == [1])
  }

  /// Looks at the directory all the while another thread writes: a temporary file that is ever wider than 0600,
  /// or content that is neither old nor new, is seen.
  @Test func isNeverWiderThan0600() throws {
    chmod(path, 0o644)
    let isEnough = Atomic<Bool>(false)
    let writer = OtherThread { [path] in
      var round = 0
      while !isEnough.load(ordering: .relaxed) {
        round += 1
        try? Files.writePrivate([UInt8](repeating: UInt8(round % 2), count: 5000), to: path)
      }
    }
    var seen: Set<String> = []
    var widths: Set<Int> = []
    let deadline = SystemClock.system.uptime() + 20_000
    while seen.count < 50, SystemClock.system.uptime() < deadline {
      for name in try Files.list(directory.path) where name != "keyring.json" {
        guard let status = Files.status("\(directory.path)/\(name)") else { continue }
        seen.insert(name)
        widths.insert(status.permissions)
      }
      if let content = try Files.readPrivateOnceClosed(path), content != Array("secret".utf8) {
        #expect(content.count == 5000 && Set(content).count == 1)
      }
    }
    isEnough.store(true, ordering: .relaxed)
    writer.join()
    #expect(widths == [0o600] && seen.count >= 50)
    #expect(Files.status(path)?.permissions == 0o600)
  }

  /// Ends a writer without warning at moments all over its work.
  @Test(arguments: [200, 500, 900, 1500, 2200, 3000, 4100, 5500])
  func aKilledWriterLeavesOldOrNew(microseconds: Int) async throws {
    await #expect(processExitsWith: .signal(SIGALRM)) {
      [path = path as String, microseconds = microseconds as Int] in
      try Files.writePrivate([UInt8](repeating: 0, count: 200_000), to: path)
      ualarm(UInt32(microseconds), 0)
      for round in 1... {
        try Files.writePrivate([UInt8](repeating: UInt8(round % 250), count: 200_000), to: path)
      }
    }
    let content = try #require(try Files.readPrivate(path, limit: 1 << 20))
    #expect(content.count == 200_000 && Set(content).count == 1)
    for name in try Files.list(directory.path) {
      #expect(Files.status("\(directory.path)/\(name)")?.permissions == 0o600)
    }
    try Files.writePrivate([7], to: path)
    #expect(try Files.list(directory.path) == ["keyring.json"])
  }
}

extension Files {
  /// The content once the first private write has replaced a file that was open to others.
  fileprivate static func readPrivateOnceClosed(_ path: String) throws -> [UInt8]? {
    do {
      return try readPrivate(path, limit: 1 << 20)
    } catch  where error.refusal != nil {
      return nil
    }
  }
}
