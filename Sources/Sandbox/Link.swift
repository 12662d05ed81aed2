import HTTP

/// Addresses as pages and redirects write them.
public enum Link {
  /// An address with pairs as its query, each name and value encoded.
  public static func text(_ address: String, _ pairs: [(String, String)]) -> String {
    let query = pairs.map { "\(Address.encode($0.0))=\(Address.encode($0.1))" }.joined(separator: "&")
    return query.isEmpty ? address : "\(address)?\(query)"
  }
}
