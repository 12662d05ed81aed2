import Catalog
import Platform

extension Session {
  /// Answers a command of an executable from the cache, where it lists all its records and the options allow that; nil
  /// where the executable is to be asked.
  public func cachedAnswer(_ invocation: Invocation, _ program: Program) throws(Failure) -> ExitCode? {
    guard program.listsAll, let (provider, plugin) = table.catalog.domain(program.plugin),
      let list = invocation.command.list
    else { return nil }
    manners = Manners(invocation)
    let execution = try Execution(self, invocation, service: provider.name)
    return try execution.cachedList(Row(provider: provider, plugin: plugin, endpoint: list))
  }
}

extension Execution {
  /// Shows a list from the cache where the options allow; nil where who knows it is to be asked.
  fileprivate func cachedList(_ row: Session.Row) throws(Failure) -> ExitCode? {
    guard let resource = row.resource else { return nil }
    guard cacheShape(of: row.endpoint).isEmpty else {
      guard invocation.flag("offline") else { return nil }
      throw Failure(
        .notCached, "the cache cannot tell what the plugin '\(service.name)' makes of these options",
        code: "not_cached", hint: "leave out --offline, or choose with --where")
    }
    let request = try ListRequest(invocation, row.endpoint, resource)
    let place = place(resource)
    guard let coverage = try offline(request, place) else { return nil }
    return try show(coverage, request, place)
  }
}
