import Catalog
import Values

extension LocalService {
  /// How a service is played of which nothing is known but its rows, such as one that a plugin declares.
  static func plain(_ service: Service) -> LocalService {
    let total = service.paging.total ?? "total"
    let lead = service.envelope.meta.map { "\($0)." } ?? ""
    let path = total.hasPrefix(lead) ? String(total.dropFirst(lead.utf8.count)) : total
    return LocalService(
      codes: [:],
      meta: { page in
        var meta: JSON = [:]
        meta.set(.number(.init(page.total)), at: path)
        return meta
      },
      handlers: [:])
  }
}
