import Catalog
import HTTP
import Platform
import Values

extension Session {
  /// Signs a person in to a service under the profile of the moment, and keeps the session until it ends.
  public func signIn(_ provider: Catalog.Provider, as identity: String, password: String) throws(Failure)
    -> Credential
  {
    let service = provider.service()
    guard let door = service.signIn, case .cookie(let name) = service.authentication else {
      throw .usage("\(service.title) takes a key, not a password", hint: "sp auth login \(service.name)")
    }
    let settings = try settings()
    let answer: Answer
    do throws(Failure) {
      answer = try send(
        [door.identity: identity, door.password: password], by: door.operation, to: provider
      )
    } catch {
      guard error.status == 401 || error.status == 403 else { throw error }
      throw refused(service, door, error)
    }
    let cookies = answer.headers.all("Set-Cookie").compactMap { SetCookie($0, now: clock.now()) }
    guard let cookie = cookies.last(where: { $0.name == name && !$0.value.isEmpty }) else {
      throw refused(service, door, nil)
    }
    return try credentials(settings).store(
      cookie.value, service: service, profile: settings.profile, address: try settings.address(of: service),
      expires: cookie.expires)
  }

  /// Makes an account of a service and returns what the service says of it; `values` beside identity and password are
  /// those of the row.
  public func signUp(
    _ provider: Catalog.Provider, as identity: String, password: String, _ values: [String: String]
  ) throws(Failure) -> JSON {
    let service = provider.service()
    guard let door = service.signIn, let operation = door.signUp else {
      throw .usage("accounts of \(service.title) are not made here")
    }
    var values = values
    values[door.identity] = identity
    values[door.password] = password
    return try send(values, by: operation, to: provider).payload
  }

  /// Sends values that stand in no command line, in the order of the row.
  private func send(
    _ values: [String: String], by operation: String, to provider: Catalog.Provider
  ) throws(Failure) -> Answer {
    Secrets.guardProcess()
    let row = try row(operation)
    var call = Call(row.endpoint)
    var body = JSON.Object()
    for parameter in row.endpoint.body {
      guard let value = values[parameter.name] else {
        if parameter.isRequired {
          throw .usage("--\(parameter.option) is missing: \(parameter.help.lowercasedFirst)")
        }
        continue
      }
      if let problem = parameter.breach(by: .string(value)) {
        throw .usage("--\(parameter.option) \(problem)")
      }
      body[parameter.name] = .string(value)
    }
    call.body = .object(body)
    return try client(provider, profile: try profileName(), proof: row.endpoint.authentication).send(call)
  }

  private func refused(_ service: Service, _ door: SignIn, _ error: Failure?) -> Failure {
    Failure(
      .authentication, "\(service.title) refused the \(door.identity) or the password", service: service.name,
      status: error?.status, code: error?.code ?? "sign_in", request: error?.request,
      hint: door.signUp == nil ? nil : "sp auth signup \(service.name) makes an account")
  }
}
