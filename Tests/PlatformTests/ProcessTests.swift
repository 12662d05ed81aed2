import Glibc
import Platform
import Testing
import Values

@Suite struct ProcessTests {
  static let runs: [([String], input: String?, status: Int32, output: String)] = [
    (["cat"], "abc", 0, "abc"), (["cat"], nil, 0, ""), (["sh", "-c", "exit 7"], nil, 7, ""),
    (["sh", "-c", "kill -9 $$"], nil, 137, ""),
    (["printf", "%s|", "a b", "$HOME", ""], nil, 0, "a b|$HOME||"),
    (["sh", "-c", "echo hidden >&2"], nil, 0, ""),
    (["true"], String(repeating: "unread", count: 100_000), 0, ""),
    (["sh", "-c", "exec >&-; sleep 0.05; exit 3"], nil, 3, ""),
    (["sh", "-c", "kill -PIPE $$"], nil, 141, ""),
  ]

  @Test(arguments: runs)
  func programsRun(arguments: [String], input: String?, status: Int32, output: String) throws {
    let result = try Subprocess.run(
      arguments, input: input.map { Array($0.utf8) }, environment: .process, inheritError: false)
    #expect(result.status == status)
    #expect(String(decoding: result.output, as: UTF8.self) == output)
  }

  @Test func bothPipesAreServedAtOnce() throws {
    let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    #expect(try Subprocess.run(["cat"], input: input, environment: .process).output == input)
  }

  @Test func theEnvironmentIsTheOneGiven() throws {
    let result = try Subprocess.run(["env"], environment: Environment(["A": "1"]))
    #expect(result.output == Array("A=1\n".utf8))
  }

  @Test func failuresAreTold() throws {
    let missing = #expect(throws: SystemError.self) {
      try Subprocess.run(["sp-no-such-program"], environment: .process)
    }
    #expect(missing?.description == "cannot run sp-no-such-program: No such file or directory")
    #expect(throws: SystemError.self) { try Subprocess.run([], environment: .process) }
    #expect(throws: SystemError.self) { try Subprocess.run(["echo", "a\0b"], environment: .process) }
    let start = SystemClock.system.uptime()
    let late = #expect(throws: SystemError.self) {
      try Subprocess.run(["sleep", "60"], environment: .process, timeout: .milliseconds(100))
    }
    #expect(late?.isTimeout == true)
    #expect(SystemClock.system.uptime() - start < 10_000)
    let large = #expect(throws: SystemError.self) {
      try Subprocess.run(["yes"], environment: .process, limit: 1000)
    }
    #expect(large?.isFull == true)
  }

  @Test func identitiesTellTheLivingFromTheDead() throws {
    let own = ProcessIdentity.current.text
    #expect(ProcessIdentity.isAlive(own))
    let parts = own.split(separator: ":")
    let (boot, process, started) = (parts[0], parts[1], try #require(Int(parts[2])))
    for other in [
      "other-boot:\(process):\(started)", "\(boot):\(process):\(started + 1)", "\(boot):999999999:\(started)",
      "", ":::", "\(boot):-1:1", "\(boot):\(process)",
    ] {
      #expect(!ProcessIdentity.isAlive(other), "\(other)")
    }
  }

  @Test func aLockHoldsOthersOffUntilUnlocked() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/lock"
    let lock = try FileLock(path: path, wait: .zero)
    let start = SystemClock.system.uptime()
    let refused = #expect(throws: SystemError.self) { try FileLock(path: path, wait: .milliseconds(60)) }
    #expect(refused?.isTimeout == true)
    #expect(refused?.description == "cannot lock \(path): another process holds it")
    #expect(SystemClock.system.uptime() - start >= 60)
    lock.unlock()
    // A child that another test is starting may hold a copy of the descriptor until it becomes its program.
    _ = try FileLock(path: path, wait: .seconds(30))
    #expect(Files.status(path)?.permissions == 0o600)
  }

  @Test func aKilledHolderLeavesNoLock() async throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/lock"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try FileLock(path: path, wait: .zero)
      withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(Files.exists(path))
    _ = try FileLock(path: path, wait: .seconds(30))
  }

  @Test func aGuardedProcessCannotBeDumped() async {
    await #expect(processExitsWith: .success) {
      Secrets.guardProcess()
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
      #expect(limit.rlim_max == 0)
      // The files of an undumpable process belong to root; its memory map may not be read even by itself.
      let symbol = try #require(dlsym(nil, "prctl"))
      typealias Prctl = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
      #expect(unsafeBitCast(symbol, to: Prctl.self)(3, 0, 0, 0, 0) == 0)
    }
  }

  @Test func randomnessIsRandomAndUUIDsAreVersion4() {
    let uuids = (0..<200).map { _ in Randomness.uuid() }
    #expect(Set(uuids).count == 200)
    for uuid in uuids {
      let parts = uuid.split(separator: "-")
      #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
      #expect(parts[2].first == "4" && "89ab".contains(parts[3].prefix(1)))
      #expect(uuid.allSatisfy { "0123456789abcdef-".contains($0) })
    }
    #expect(Set(Randomness.bytes(4000)).count == 256)
    let units = (0..<1000).map { _ in Randomness.unit() }
    #expect(units.allSatisfy { (0..<1).contains($0) } && (0.4...0.6).contains(units.reduce(0, +) / 1000))
  }

  @Test func clocksGoOn() {
    let clock = SystemClock.system
    #expect(clock.bootID.count == 36)
    #expect(clock.now().milliseconds > 1_700_000_000_000)
    let start = clock.uptime()
    clock.sleep(.milliseconds(30))
    #expect((30..<5000).contains(clock.uptime() - start))
  }
}
