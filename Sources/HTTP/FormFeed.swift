import CCurl
import Platform

/// Hands a form to libcurl piece by piece.
final class FormFeed {
  /// Why the form could not be read to its end; nil while it can.
  private(set) var failure: SystemError?

  private let source: MultipartSource
  private let total: Int
  private var sent = 0
  private let report: ((Int, Int) -> Void)?

  init(_ form: Multipart, report: ((Int, Int) -> Void)?) {
    source = MultipartSource(form)
    total = form.count
    self.report = report
  }

  /// Makes libcurl read from this object, which must live until the transfer has ended.
  func attach(to session: CurlSession) {
    session.set(SP_CURL_POST, 1)
    session.set(SP_CURL_POSTFIELDSIZE, total)
    session.set(SP_CURL_READDATA, borrowed: Unmanaged.passUnretained(self).toOpaque())
    session.set(SP_CURL_READFUNCTION) { bytes, size, count, context in
      guard let context, let bytes else { return Int(SP_CURL_ABORT) }
      let feed = Unmanaged<FormFeed>.fromOpaque(context).takeUnretainedValue()
      return feed.fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
    }
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    do throws(SystemError) {
      let count = try source.read(into: buffer)
      sent += count
      report?(sent, total)
      return count
    } catch {
      failure = error
      return Int(SP_CURL_ABORT)
    }
  }
}
