import CCurl
import Platform

/// Whom a secure connection trusts: the system's authorities, and one more where the user names it.
///
/// A directory whose files are named by hash is preferred: the one authority that is needed is read in a millisecond,
/// where a bundle of all takes thirty.
enum Authorities: Sendable, Hashable {
  /// What libcurl was built with, and nothing that we know of.
  case builtIn
  /// A directory of hashed names, and a file beside it.
  case directory(String, extra: String?)
  /// One file with every certificate.
  case file(String)
  /// The certificates of several files.
  case bytes([UInt8])

  /// Finds the system's authorities (`SSL_CERT_FILE` and `SSL_CERT_DIR` name others, as for OpenSSL) and
  /// adds the certificates of `extra`.
  static func find(
    bundle: String?, directory: String?, environment: Environment, extra: String?
  ) throws(TransportError) -> Authorities {
    let added = try extra.map { path throws(TransportError) in try certificates(path) }
    let chosenFile = environment.nonEmpty("SSL_CERT_FILE")
    let chosenDirectory = environment.nonEmpty("SSL_CERT_DIR")
    if chosenFile == nil || chosenDirectory != nil {
      let places = chosenDirectory.map { [$0] } ?? [directory ?? "", "/etc/ssl/certs", "/etc/pki/tls/certs"]
      if let hashed = places.first(where: isHashed) { return .directory(hashed, extra: extra) }
    }
    let places = chosenFile.map { [$0] } ?? [bundle ?? ""] + knownBundles
    guard let file = places.first(where: Files.exists) else {
      return extra.map { .file($0) } ?? .builtIn
    }
    guard let added else { return .file(file) }
    return .bytes(try certificates(file) + [UInt8(ascii: "\n")] + added)
  }

  private static let knownBundles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
  ]

  /// Whether a name such as `3bde41ac.0` is among those of the directory.
  private static func isHashed(_ directory: String) -> Bool {
    guard !directory.isEmpty, let names = try? Files.list(directory) else { return false }
    return names.contains { name in
      let bytes = Array(name.utf8)
      return bytes.count == 10 && bytes[8] == UInt8(ascii: ".") && ASCII.isDigit(bytes[9])
        && bytes[..<8].allSatisfy { ASCII.hexValue($0) != nil }
    }
  }

  private static func certificates(_ path: String) throws(TransportError) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try Files.readAll(path, limit: 16 << 20)
    } catch {
      throw TransportError(
        .untrusted, error.description, hint: "name a readable file of PEM certificates in tls.ca", sent: .no)
    }
    guard contains(bytes, Array("-----BEGIN CERTIFICATE-----".utf8)) else {
      throw TransportError(
        .untrusted, "\(path) holds no certificate", hint: "name a file of PEM certificates in tls.ca",
        sent: .no)
    }
    return bytes
  }

  private static func contains(_ bytes: [UInt8], _ marker: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0] == marker[0] && bytes[$0...].starts(with: marker) }
  }
}

extension Authorities {
  /// Makes the session trust these and no other, checking certificate and host name.
  func apply(to session: CurlSession) {
    session.set(SP_CURL_SSL_VERIFYPEER, 1)
    session.set(SP_CURL_SSL_VERIFYHOST, 2)
    switch self {
    case .builtIn: break
    case .directory(let directory, let extra):
      session.set(SP_CURL_CAPATH, directory)
      if let extra { session.set(SP_CURL_CAINFO, extra) } else { session.set(SP_CURL_CAINFO, borrowed: nil) }
    case .file(let path):
      session.set(SP_CURL_CAINFO, path)
      session.set(SP_CURL_CAPATH, borrowed: nil)
    case .bytes(let bytes):
      session.set(SP_CURL_CAINFO_BLOB, bytes)
      session.set(SP_CURL_CAPATH, borrowed: nil)
    }
  }
}
