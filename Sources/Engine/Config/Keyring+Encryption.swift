import Platform
import Values

extension Keyring {
  /// How the keyring is encrypted at rest: by the user's own `gpg`, for one recipient.
  public struct Encryption: Sendable, Hashable {
    /// What gpg finds the recipient's key by.
    public var recipient: String
    /// The program, found on PATH.
    public var program: String

    /// Encrypts for a recipient.
    public init(recipient: String, program: String = "gpg") {
      self.recipient = recipient
      self.program = program
    }

    /// Reads the value of the setting `keyring.encrypt`, `gpg:<recipient>`; nil for anything else.
    public init?(_ setting: String) {
      guard setting.hasPrefix("gpg:") else { return nil }
      let recipient = String(setting.dropFirst(4))
      guard let first = recipient.first, first != "-", !recipient.utf8.contains(where: { $0 < 0x20 }) else {
        return nil
      }
      self.init(recipient: recipient)
    }

    func encrypt(_ plain: [UInt8], _ environment: Environment) throws(Failure) -> [UInt8] {
      try run(
        ["--batch", "--quiet", "--encrypt", "--recipient", recipient], plain, "encrypt the keyring",
        environment)
    }

    func decrypt(
      _ cipher: [UInt8], _ path: String, _ environment: Environment
    ) throws(Failure) -> [UInt8] {
      try run(["--quiet", "--decrypt"], cipher, "decrypt \(path)", environment)
    }

    /// The bytes go through pipes: neither they nor what comes out are ever in the arguments or on disk.
    private func run(
      _ arguments: [String], _ input: [UInt8], _ purpose: String, _ environment: Environment
    ) throws(Failure) -> [UInt8] {
      let result: (status: Int32, output: [UInt8])
      do throws(SystemError) {
        // Two minutes for a person to find the passphrase.
        result = try Subprocess.run(
          [program] + arguments, input: input, environment: environment.withoutSecrets, timeout: .minutes(2))
      } catch {
        if error.isInterrupted { throw Failure(system: error) }
        throw failure(purpose, error.isMissing ? "it is not installed" : error.reason)
      }
      guard result.status == 0, !result.output.isEmpty else {
        throw failure(purpose, "it ended with \(result.status)")
      }
      return result.output
    }

    private func failure(_ purpose: String, _ reason: String) -> Failure {
      Failure(
        .authentication, "\(program) could not \(purpose): \(reason)", code: "keyring_encryption",
        hint: "sp config list shows what keyring.encrypt is")
    }
  }
}
