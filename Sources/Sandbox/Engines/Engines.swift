/// What makes content for the services, so that no service makes its own.
public struct Engines {
  /// What writes texts.
  public var text: any TextEngine

  /// The engines of this machine, unless others stand in for them.
  public init(text: any TextEngine = LocalWriter()) { self.text = text }
}
