/// Takes the body of a successful answer piece by piece, so that it need not fit into memory.
///
/// Where either function says false the exchange ends with the reason `.unwanted`; why is for the receiver to tell.
public struct BodyReceiver {
  /// Hears status and fields before the first byte; what an earlier attempt brought is void from then on.
  let begin: (Response) -> Bool
  /// Takes the next bytes.
  let take: (UnsafeRawBufferPointer) -> Bool

  /// Receives by these functions.
  public init(
    begin: @escaping (_ head: Response) -> Bool, take: @escaping (UnsafeRawBufferPointer) -> Bool
  ) {
    self.begin = begin
    self.take = take
  }
}
