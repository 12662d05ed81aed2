/// What SQLite refused, where and why.
///
/// `sql` is the statement's text with its parameters' places; the values bound to them are never part of an
/// error. `message` is SQLite's own, with the system's reason where the file system was at fault.
public struct DatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The extended result code.
  public var code: ResultCode
  /// What went wrong, in SQLite's words.
  public var message: String
  /// The statement that failed, where one did.
  public var sql: String?
  /// The database file, or ":memory:".
  public var path: String

  /// Describes a failure.
  public init(_ code: ResultCode, _ message: String, sql: String? = nil, path: String) {
    self.code = code
    self.message = message
    self.sql = sql
    self.path = path
  }

  /// The file and the reason, in one line.
  public var description: String { "\(path): \(message)" }
}

/// A result code of SQLite (https://sqlite.org/rescode.html), or one of the two that this module adds.
///
/// As a pattern, a primary code matches all its extended ones: `case .busy` also catches BUSY_SNAPSHOT.
public struct ResultCode: RawRepresentable, Sendable, Hashable {
  /// The extended code's number.
  public let rawValue: Int32

  /// Takes any number, also of a code without a name here.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// The code without its extension.
  public var primary: ResultCode { ResultCode(rawValue: rawValue & 0xff) }

  /// Whether `code` is `pattern` or one of its extensions.
  public static func ~= (pattern: ResultCode, code: ResultCode) -> Bool {
    pattern == code || pattern == code.primary
  }

  /// The SQL is wrong, or names what does not exist.
  public static let error = ResultCode(rawValue: 1)
  /// Another process kept its lock beyond the time-out.
  public static let busy = ResultCode(rawValue: 5)
  /// A statement of this connection is in the way.
  public static let locked = ResultCode(rawValue: 6)
  /// The file, its directory or the connection may not be written.
  public static let readOnly = ResultCode(rawValue: 8)
  /// The statement was stopped on request.
  public static let interrupted = ResultCode(rawValue: 9)
  /// The operating system failed to read or write.
  public static let ioError = ResultCode(rawValue: 10)
  /// The file is damaged.
  public static let corrupt = ResultCode(rawValue: 11)
  /// The disk, or the size allowed, is full.
  public static let full = ResultCode(rawValue: 13)
  /// The file cannot be opened.
  public static let cantOpen = ResultCode(rawValue: 14)
  /// A value or a row is beyond the limits of size.
  public static let tooBig = ResultCode(rawValue: 18)
  /// A UNIQUE, NOT NULL, CHECK or FOREIGN KEY rule was broken.
  public static let constraint = ResultCode(rawValue: 19)
  /// The statement is not allowed here.
  public static let notAuthorized = ResultCode(rawValue: 23)
  /// A parameter or column that does not exist.
  public static let range = ResultCode(rawValue: 25)
  /// The file is something other than a database.
  public static let notADatabase = ResultCode(rawValue: 26)
  /// The database belongs to another program; SQLite has no such code.
  public static let foreignApplication = ResultCode(rawValue: 200)
  /// The database was made by a newer version of this program; SQLite has no such code.
  public static let newerVersion = ResultCode(rawValue: 201)
}
