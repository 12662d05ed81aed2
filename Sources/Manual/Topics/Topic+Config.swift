extension Topic {
  /// The config file; `settings` is the table of what can be set.
  public static func config(_ settings: [Entry]) -> Topic {
    Topic(
      "config", "Settings and profiles of sp",
      text: """
        config.ini is written by sp config set and sp config profile, or by hand. An option of a command wins over an \
        environment variable, that over the section of the profile, that over the settings of all profiles, and those \
        over what is built in. Every setting has a variable of its name: cache.max-age is SP_CACHE_MAX_AGE. A file that \
        cannot be read is refused with its line; comments and blank lines survive every change.
        """,
      examples: [
        .example("What holds, and where it is said", "sp config list"),
        .example("Another form of answers", "sp config set output csv"),
        .example("The real service", "sp config profile add live --set snackprompt.url=production"),
      ],
      sections: [
        .section(
          "Format",
          """
          Lines of NAME = VALUE, as git writes its own. Text behind # or ; is a comment; quotes keep spaces and these \
          signs, and a backslash before the end of a line goes on with the next.
          """,
          [
            .entry("NAME = VALUE", "A setting of all profiles, before any section or below [sp]."),
            .entry(
              "[cache] max-age = 5m", "The same as cache.max-age: a section is the first part of a name."),
            .entry("[profile \"live\"]", "What follows holds in the profile live alone."),
          ]),
        .section("Settings", "", settings),
      ])
  }
}
