import Values

extension Records {
  /// Says which records of `others` the record holds, in place of what it held.
  public func link(_ id: String, to others: Records, _ targets: [String]) throws(Refusal) {
    try Refusal.around {
      let scope = store.account.id
      try store.storage.connection.execute(
        "DELETE FROM link WHERE scope = ? AND holder = ?", [.text(scope), .text(key(id))])
      for target in targets {
        try store.storage.connection.execute(
          "INSERT OR IGNORE INTO link (scope, holder, target) VALUES (?, ?, ?)",
          [.text(scope), .text(key(id)), .text(others.key(target))])
      }
    }
  }

  /// The ids of those records here that hold a record of `others`, in the order of their keys.
  public func holders(of target: String, in others: Records) throws(Refusal) -> [String] {
    let prefix = key("")
    return try Refusal.around {
      try store.storage.connection.all(
        """
        SELECT substr(holder, length(?2) + 1) FROM link
        WHERE scope = ?1 AND target = ?3 AND substr(holder, 1, length(?2)) = ?2 ORDER BY holder
        """, [.text(store.account.id), .text(prefix), .text(others.key(target))]
      ) { $0.text(0) ?? "" }
    }
  }

  private func key(_ id: String) -> String { "\(schema.table)/\(id)" }
}
