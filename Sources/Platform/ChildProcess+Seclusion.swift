import CNamespace
@preconcurrency import Glibc

/// Programs without a network of their own, where the system lets anyone start such.
public enum Seclusion {
  /// Why no program can be started without a network here; nil where one can.
  public static var problem: SystemError? {
    var start = sp_secluded()
    guard ChildProcess.gate.withLock({ _ in sp_secluded_start(&start) }) == 0 else { return nil }
    return refusal(start)
  }

  fileprivate static func refusal(_ start: sp_secluded) -> SystemError {
    SystemError(code: start.error, action: "start a program without a network")
  }
}

extension ChildProcess {
  /// Starts the program at a path in a session of its own, without a network: it can reach what its descriptors lead to,
  /// and files. `Seclusion.problem` tells whether a failure is that of the program.
  init(
    secluded arguments: [String], environment: Environment, input: Int32, output: Int32, error: Int32,
    channel: (reads: Int32, writes: Int32)
  ) throws(SystemError) {
    let name = arguments.first ?? ""
    let variables = environment.variables.map { "\($0.key)=\($0.value)" }
    guard !(arguments + variables).contains(where: { $0.utf8.contains(0) }) else {
      throw SystemError(code: EINVAL, action: "run \(name)", refused: "an argument holds a NUL byte")
    }
    Interrupt.ignoreWriteSignals()
    let argv = ChildProcess.cStrings(arguments)
    let envp = ChildProcess.cStrings(variables)
    defer { for copy in argv + envp { free(copy) } }
    var start = sp_secluded()
    start.files = (input, output, error, channel.writes, channel.reads)
    let isStarted = argv.withUnsafeBufferPointer { argv in
      envp.withUnsafeBufferPointer { envp in
        (start.path, start.arguments, start.variables) = (
          argv[0].map { UnsafePointer($0) }, argv.baseAddress, envp.baseAddress
        )
        return ChildProcess.gate.withLock { _ in sp_secluded_start(&start) }
      }
    }
    guard isStarted != 0 else {
      let isOfProgram = start.step == CInt(SP_STEP_PROGRAM)
      throw isOfProgram ? SystemError(code: start.error, action: "run \(name)") : Seclusion.refusal(start)
    }
    (identifier, self.name) = (start.child, name)
  }
}
