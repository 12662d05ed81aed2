import Values

/// The version of this tool.
public enum Version {
  /// By semantic versioning.
  public static let current = "0.1.0"
  /// The day it was made, for the manual.
  public static let day = Timestamp(year: 2026, month: 11, day: 21, hour: 0, minute: 0, second: 0)
}
