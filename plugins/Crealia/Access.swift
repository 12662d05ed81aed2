import Catalog

/// The hidden domain `crealia`: what `sp auth` and `sp status` use, and what Stripe calls.
enum Access {
  static let plugin = Plugin(
    name: "crealia", summary: "Signing in, health and what Stripe sends", endpoints: endpoints)

  private static let endpoints: [Endpoint] = [
    signIn,
    .call(
      .post, "/api/auth/signup", "auth signup", "Make an account", rate: .signup, success: 201,
      body: [email, name, password], examples: []
    )
    .reached(.builtin, as: "crealia.sign-up").proving(.none)
    .returning([
      .field("success", .boolean, "Whether the account was made"),
      .field("userId", .text, "Id of the person"),
    ])
    .sampled(#"{"email": "user@example.com", "name": "John Doe", "password": "password123"}"#),
    .call(
      .post, "/api/stripe-webhook", "", "Take in what Stripe tells of payments", rate: .unlimited,
      examples: []
    )
    .reached(.outside, as: "crealia.stripe-webhook").proving(.none)
    .returning([.field("received", .boolean, "Whether the event was taken in")]),
    .show("/api/health", "status", "Say how the application is", rate: .unlimited, examples: [])
      .reached(.builtin, as: "crealia.health").proving(.none)
      .returning([
        .field("status", .text, "healthy, degraded or unhealthy"),
        .field("database", .text, "connected, or what is wrong with the database"),
        .field("memory", .object, "Memory of the application", parts: memory),
        .field("uptime", .integer, "How long it has been up", unit: "s"),
      ]),
  ]

  /// Answers with a redirection that sets the session's cookie.
  private static let signIn: Endpoint = .call(
    .post, "/api/auth/signin", "auth login", "Sign in for a session", rate: .login, success: 302,
    body: [email, password], examples: []
  )
  .reached(.builtin, as: "crealia.sign-in").proving(.none)
  .returning([])
  .sampled(#"{"email": "user@example.com", "password": "password123"}"#)

  private static let email = Parameter.text("email", "E-mail address", required: true).of(.email)
  private static let name = Parameter.text("name", "Name that others see", required: true)
  private static let password = Parameter.secret("password", "Password", required: true)

  private static let memory: [Resource.Field] = [
    .field("used", .integer, "In use", unit: "MB"),
    .field("total", .integer, "There is", unit: "MB"),
    .field("percentage", .integer, "Share in use", unit: "%"),
  ]
}
