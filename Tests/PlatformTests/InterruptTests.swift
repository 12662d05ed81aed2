import Glibc
import Platform
import Synchronization
import Testing
import Values

/// Sends a signal to the process, whose main thread takes it a moment later: waits until it was noticed, or for as
/// long as a busy machine may need where nothing is to be noticed.
private func deliver(_ signal: Int32) {
  kill(getpid(), signal)
  for _ in 0..<100 where Interrupt.requested == nil { usleep(1000) }
  usleep(50_000)
}

/// Signals are a property of the whole process: each test has one of its own.
@Suite struct InterruptTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalIsARequestAndEndsTheProcessAsItself(signal: Int32) async {
    await #expect(processExitsWith: .signal(signal)) { [signal = signal as Int32] in
      Interrupt.install()
      #expect(Interrupt.requested == nil)
      deliver(signal)
      #expect(Interrupt.requested == signal)
      deliver(signal == SIGINT ? SIGTERM : SIGINT)
      #expect(Interrupt.requested == signal)
      Interrupt.reset()
      #expect(Interrupt.requested == nil)
      var wake = pollfd(fd: Interrupt.wakeDescriptor, events: Int16(POLLIN), revents: 0)
      #expect(poll(&wake, 1, 0) == 0)
      deliver(signal)
      #expect(poll(&wake, 1, 0) == 1)
      guard Interrupt.requested == signal else { exit(1) }
      Interrupt.dieBySignal(signal)
    }
  }

  @Test func theThirdSignalEndsAProcessThatDoesNotListen() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Interrupt.install()
      for _ in 0..<3 { deliver(SIGINT) }
      exit(0)
    }
  }

  /// What a first Ctrl-C lets finish, and when the request is made.
  enum Postponed: CaseIterable { case soonOver, neverOver, secondTime, anotherSignal, afterwards }

  @Test(arguments: Postponed.allCases)
  func aFirstControlCLetsFinishWhatIsOnItsWay(_ row: Postponed) async {
    await #expect(processExitsWith: .success) { [row = "\(row)" as String] in
      Interrupt.install()
      let clock = SystemClock.system
      let start = clock.uptime()
      let killer = OtherThread {
        usleep(50_000)
        kill(getpid(), row == "anotherSignal" ? SIGTERM : SIGINT)
        if row == "secondTime" {
          usleep(50_000)
          kill(getpid(), SIGINT)
        }
      }
      if row == "afterwards" { Interrupt.lettingFinish {} }
      let wasRequested =
        row == "afterwards"
        ? nil
        : Interrupt.lettingFinish {
          clock.sleep(row == "soonOver" ? .milliseconds(100) : .seconds(60))
          return Interrupt.requested
        }
      if row == "afterwards" { clock.sleep(.seconds(60)) }
      killer.join()
      let taken = clock.uptime() - start
      #expect(Interrupt.requested == (row == "anotherSignal" ? SIGTERM : SIGINT))
      #expect((wasRequested != nil) == ["neverOver", "secondTime", "anotherSignal"].contains(row))
      #expect(row == "neverOver" ? (1000...3000).contains(taken) : taken < 900, "\(taken)")
      #expect(!Interrupt.isPostponed)
    }
  }

  @Test func ignoredSignalsStayIgnored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGHUP, SIG_IGN)
      Interrupt.install()
      deliver(SIGHUP)
      #expect(Interrupt.requested == nil)
    }
  }

  @Test(arguments: 0..<4)
  func everyWaitEndsWithin200Milliseconds(wait: Int) async {
    await #expect(processExitsWith: .success) { [wait = wait as Int] in
      let directory = try TemporaryDirectory()
      let lockPath = "\(directory.path)/lock"
      let held = try FileLock(path: lockPath, wait: .zero)
      var ends: [Int32] = [0, 0]
      pipe(&ends)
      Interrupt.install()
      let waits: [() throws -> Void] = [
        { SystemClock.system.sleep(.seconds(60)) },
        { _ = try FileSource(descriptor: ends[0], name: "pipe").readAll(limit: 10) },
        { _ = try FileLock(path: lockPath, wait: .seconds(60)) },
        {
          let status = try Subprocess.run(["sleep", "60"], environment: .process).status
          #expect(status == 128 + SIGINT)
        },
      ]
      let sentAt = Atomic<Int64>(0)
      let killer = OtherThread {
        usleep(100_000)
        sentAt.store(SystemClock.system.uptime(), ordering: .releasing)
        kill(getpid(), SIGINT)
      }
      do {
        try waits[wait]()
      } catch let error as SystemError {
        #expect(error.isInterrupted)
      }
      let end = SystemClock.system.uptime()
      killer.join()
      #expect(end - sentAt.load(ordering: .acquiring) < 200)
      #expect(Interrupt.requested == SIGINT)
      held.unlock()
    }
  }
}
